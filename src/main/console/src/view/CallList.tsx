import { linkTo } from '../feed/route';
import type { CallSummary } from '../wire/calls';
import { clockText, counted, sinceText, words } from './words';

interface Props {
  /** Null until they are known. */
  calls: readonly CallSummary[] | null;
  openId: string | null;
  /** The list is all there is to see. */
  wide: boolean;
}

/** For somebody who looks after many calls: who needs help comes first, and opening a call changes nothing in it. */
export function CallList({ calls, openId, wide }: Props) {
  const Frame = wide ? 'main' : 'nav';
  return (
    <Frame class="calls" aria-label="Calls" data-testid="call-list">
      <h1>Calls</h1>
      {calls?.length === 0 && <p class="quiet">No calls yet. One appears here as soon as its audio arrives.</p>}
      <ul>
        {calls?.map((call) => (
          <li key={call.callId}>
            <CallLink call={call} open={call.callId === openId} />
          </li>
        ))}
      </ul>
    </Frame>
  );
}

function CallLink({ call, open }: { call: CallSummary; open: boolean }) {
  const trouble = call.state === 'live' && call.health !== '' && call.health !== 'ok' ? call.health : '';
  return (
    <a
      class="call-link"
      href={linkTo(call.callId, true)}
      data-testid="call-link"
      data-call-id={call.callId}
      data-health={call.health}
      aria-current={open ? 'page' : undefined}
    >
      <span class="call-id">{call.callId}</span>
      <span class={trouble === '' ? `badge ${call.state}` : 'badge trouble'}>
        {trouble === '' ? call.state : TROUBLE[trouble] ?? words(trouble)}
      </span>
      <span class="call-facts">
        {extentText(call)}
        {call.hints > 0 && ` · ${call.hintsInTime} of ${counted(call.hints, 'hint')} in time`}
        {call.state === 'live' && call.hintsOpen > 0 && (
          <strong class="call-open"> · {call.hintsOpen} unanswered</strong>
        )}
      </span>
      {call.lastText !== '' && (
        <span class="call-last" dir="auto">
          {call.lastText}
        </span>
      )}
    </a>
  );
}

const TROUBLE: Record<string, string> = {
  lost: 'audio lost',
  stalled: 'no audio',
  recovering: 'no text',
  starting: 'starting',
};

/** The length of a live call would stand still between two sentences. */
function extentText({ state, startedAt, durationMs, utterances }: CallSummary): string {
  return state === 'live' ? sinceText(startedAt) : `${clockText(durationMs)} · ${counted(utterances, 'sentence')}`;
}
