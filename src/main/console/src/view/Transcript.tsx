import { computed } from '@preact/signals';
import { memo } from 'preact/compat';
import { useMemo, useRef } from 'preact/hooks';
import type { CallState, Hint, Mark } from '../state/call';
import { hintState } from '../state/hints';
import { HintCard, type HintContext } from './HintCard';
import { useFollow } from './follow';
import { UtteranceRow } from './UtteranceRow';
import { clockText, markText, withCause, words } from './words';

interface Props {
  call: CallState;
  context: HintContext;
}

/**
 * The rows of the call in the order of its clock. Only additions are announced: changes of what stands there (a partial,
 * the age of a hint) are for the eye.
 */
export function Transcript({ call, context }: Props) {
  // A call that ends while it is read is followed to its last line; one that was over before is read from the top.
  const startedLive = useRef(call.live).current;
  const { region, content, following, toEdge } = useFollow(startedLive);
  const hintsOf = useMemo(() => byUtterance(call.hints), [call.hints]);
  const speakerOf = (track: string) => call.speakers.get(track) ?? (track || 'unknown');
  let above = '';
  return (
    <div class="transcript-pane">
      {/* Focusable so that it scrolls by keyboard. */}
      <div
        class={following ? 'transcript following' : 'transcript'}
        ref={region}
        tabIndex={0}
        role="region"
        aria-label="Transcript, scrollable"
      >
        <div ref={content} role="log" aria-label="Transcript" aria-relevant="additions" data-testid="transcript">
          <ol class="rows">
            {call.timeline.map(({ kind, id }) => {
              const utterance = kind === 'utterance' ? call.utterances.get(id) : undefined;
              const mark = kind === 'mark' ? call.marks.get(id) : undefined;
              const hint = kind === 'hint' ? call.hints.get(id) : undefined;
              const speaker = utterance ? speakerOf(utterance.track) : '';
              const continued = speaker !== '' && speaker === above;
              above = speaker;
              return (
                <li key={`${kind} ${id}`} class={mark ? 'row slim' : 'row'}>
                  {utterance && <UtteranceRow utterance={utterance} speaker={speaker} continued={continued} />}
                  {utterance?.final && <Hints hints={hintsOf.get(id)} context={context} />}
                  {mark && <MarkRow mark={mark} speaker={mark.track === '' ? '' : speakerOf(mark.track)} />}
                  {hint && <HintCard hint={hint} context={context} />}
                </li>
              );
            })}
          </ol>
          {call.utterances.size === 0 && call.live && <p class="quiet">Waiting for the first words.</p>}
          {call.ended && (
            <p class="call-ended" data-testid="call-ended">
              {withCause('Call ended', call.ended.cause)} · {clockText(call.ended.durationMs)}
            </p>
          )}
        </div>
      </div>
      {!following && call.live && (
        <button type="button" class="to-edge" onClick={toEdge}>
          <EdgeText hints={call.hints} context={context} />
        </button>
      )}
    </div>
  );
}

function Hints({ hints, context }: { hints: readonly Hint[] | undefined; context: HintContext }) {
  if (!hints) return null;
  return (
    <div class="hints">
      {hints.map((hint) => (
        <HintCard key={hint.id} hint={hint} context={context} />
      ))}
    </div>
  );
}

/** Who reads further up is told of a hint that is worth coming back for. */
function EdgeText({ hints, context }: { hints: ReadonlyMap<string, Hint>; context: HintContext }) {
  const isNew = useMemo(
    () => computed(() => [...hints.values()].some((hint) => hintState(hint, context.nowMs.value) === 'fresh')),
    [hints, context],
  ).value;
  return <>{isNew ? 'New hint: back to live' : 'Back to live'}</>;
}

const MarkRow = memo(function MarkRow({ mark, speaker }: { mark: Mark; speaker: string }) {
  return (
    <p class="mark" data-testid="mark" data-mark={mark.type} data-state={'state' in mark ? mark.state : undefined}>
      {markText(mark, words(speaker))}
    </p>
  );
});

function byUtterance(hints: ReadonlyMap<string, Hint>): ReadonlyMap<string, readonly Hint[]> {
  const grouped = new Map<string, Hint[]>();
  for (const hint of hints.values()) grouped.set(hint.utterance, [...(grouped.get(hint.utterance) ?? []), hint]);
  return grouped;
}
