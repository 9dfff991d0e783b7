import { memo } from 'preact/compat';
import type { Utterance } from '../state/call';
import { LiveText } from './LiveText';
import { clockText, withCause, words } from './words';

interface Props {
  utterance: Utterance;
  speaker: string;
  /** The row above is the same speaker's: the name is not shown again. */
  continued: boolean;
  /** The reader was led here. */
  sought: boolean;
  /** To its second of the call. */
  link: string;
}

/** One sentence. The element and its text node stay the same from the first partial to the final. */
export const UtteranceRow = memo(function UtteranceRow({ utterance, speaker, continued, sought, link }: Props) {
  const { id, startMs, text, final } = utterance;
  return (
    <div
      class={continued ? 'utterance continued' : 'utterance'}
      data-testid="utterance"
      data-utterance={id}
      data-seq={final?.seq}
      data-final={String(final !== null)}
      data-speaker={speaker}
      data-target={sought ? 'true' : undefined}
    >
      <p class="speaker">
        <span class="speaker-name">{words(speaker)}</span>{' '}
        <a class="at" href={link}>
          {clockText(startMs)}
        </a>
      </p>
      <p class="said" dir="auto">
        {final?.understood === false ? <em>{withCause('Not understood', final.cause)}</em> : <LiveText text={text} />}
        {!final && <span class="writing">…</span>}
      </p>
    </div>
  );
});
