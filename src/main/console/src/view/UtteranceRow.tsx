import { memo } from 'preact/compat';
import type { Utterance } from '../state/call';
import { LiveText } from './LiveText';
import { clockText, withCause, words } from './words';

interface Props {
  utterance: Utterance;
  speaker: string;
  /** The row above is the same speaker's: the name is not shown again. */
  continued: boolean;
}

/**
 * One sentence. The element and its text node stay the same from the first partial to the final. While it may still
 * change it is hidden from screen readers: it is read out once, when it is final.
 */
export const UtteranceRow = memo(function UtteranceRow({ utterance, speaker, continued }: Props) {
  const { id, startMs, text, final, understood, cause } = utterance;
  return (
    <div
      class={continued ? 'utterance continued' : 'utterance'}
      data-testid="utterance"
      data-utterance={id}
      data-final={String(final)}
      data-speaker={speaker}
      aria-hidden={final ? undefined : 'true'}
    >
      <p class="speaker">
        <span class="speaker-name">{words(speaker)}</span> <time class="at">{clockText(startMs)}</time>
      </p>
      <p class="said" dir="auto">
        {understood ? <LiveText text={text} /> : <em>{withCause('Not understood', cause)}</em>}
        {!final && <span class="writing">…</span>}
      </p>
    </div>
  );
});
