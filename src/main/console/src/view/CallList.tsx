import { linkTo } from '../feed/route';
import type { CallSummary } from '../wire/events';
import { clockText, sinceText } from './words';

interface Props {
  /** Null until they are known. */
  calls: readonly CallSummary[] | null;
  openId: string | null;
}

export function CallList({ calls, openId }: Props) {
  return (
    <nav class="calls" aria-label="Calls" data-testid="call-list">
      <h2>Calls</h2>
      {calls?.length === 0 && <p class="quiet">No calls yet. One appears here as soon as its audio arrives.</p>}
      <ul>
        {calls?.map((call) => (
          <li key={call.callId}>
            <a
              class="call-link"
              href={linkTo(call.callId)}
              data-testid="call-link"
              data-call-id={call.callId}
              aria-current={call.callId === openId ? 'page' : undefined}
            >
              <span class="call-id">{call.callId}</span>
              <span class={`badge ${call.state}`}>{call.state}</span>
              <span class="call-facts">
                {extentText(call)} · {counted(call.hints, 'hint')}
              </span>
              {call.lastText !== '' && (
                <span class="call-last" dir="auto">
                  {call.lastText}
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The length of a live call would stand still between two sentences. */
function extentText({ state, startedAt, durationMs, utterances }: CallSummary): string {
  return state === 'live' ? sinceText(startedAt) : `${clockText(durationMs)} · ${counted(utterances, 'sentence')}`;
}

const counted = (count: number, name: string) => `${count} ${name}${count === 1 ? '' : 's'}`;
