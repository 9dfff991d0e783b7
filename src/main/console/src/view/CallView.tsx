import { useComputed, type ReadonlySignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Problem } from '../feed/feed';
import type { CallState } from '../state/call';
import { LedgerTable } from './LedgerTable';
import { TrackStates } from './TrackStates';
import { Transcript } from './Transcript';
import { clockText, mediaText } from './words';

interface Props {
  call: CallState;
  problem: Problem | null;
  nowMs: ReadonlySignal<number>;
  onRendered: (callId: string, hint: string) => void;
}

export function CallView({ call, problem, nowMs, onRendered }: Props) {
  const { callId } = call;
  const context = useMemo(() => ({ nowMs, onRendered: (hint: string) => onRendered(callId, hint) }), [callId]);
  return (
    <main class="call">
      <header class="call-head">
        <a class="back" href="#/" aria-label="All calls">
          ←
        </a>
        <h1>{callId}</h1>
        {call.lastSeq > 0 && (
          <span class={`badge ${call.live ? 'live' : 'ended'}`}>{call.live ? 'live' : 'ended'}</span>
        )}
        {call.live && call.lastSeq > 0 && <Duration nowMs={nowMs} />}
        {call.live && call.media !== '' && (
          <span class="media" data-testid="media" data-state={call.media}>
            {mediaText(call.media)}
          </span>
        )}
        <TrackStates call={call} />
      </header>
      {problem && <p class="notice">{problemText(problem)}</p>}
      {call.lastSeq > 0 ? (
        <Transcript call={call} context={context} />
      ) : (
        !problem && <p class="quiet">Opening the call.</p>
      )}
      {call.lastSeq > 0 && <Books call={call} />}
    </main>
  );
}

function problemText(problem: Problem): string {
  return problem === 'unknown'
    ? 'There is no call of this name yet. It opens here when it begins.'
    : 'The call could not be opened. Trying again.';
}

function Duration({ nowMs }: { nowMs: ReadonlySignal<number> }) {
  const text = useComputed(() => (Number.isFinite(nowMs.value) ? clockText(nowMs.value) : ''));
  return <time class="duration">{text}</time>;
}

/** Open from the start where there is room beside the transcript. */
function Books({ call }: { call: CallState }) {
  const room = useMemo(() => matchMedia('(min-width: 75rem)').matches, []);
  return (
    <details class="books" open={room}>
      <summary>Audio and log</summary>
      {call.ledger ? (
        <LedgerTable ledger={call.ledger} speakers={call.speakers} />
      ) : (
        <p class="quiet">No audio accounted for yet.</p>
      )}
      <p class="log-facts">
        {call.lastSeq} events in the log
        {call.live && call.storedSeq !== null && `, stored up to ${call.storedSeq}`}
      </p>
    </details>
  );
}
