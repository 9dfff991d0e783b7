import type { ReadonlySignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Feed } from '../feed/feed';
import type { ConnectionState } from '../feed/hub';
import { CallList } from './CallList';
import { CallView } from './CallView';

interface Props {
  feed: Feed;
  connection: ReadonlySignal<ConnectionState>;
  nowMs: ReadonlySignal<number>;
}

export function App({ feed, connection, nowMs }: Props) {
  const call = feed.call.value;
  const callId = call?.callId ?? null;
  useEffect(() => {
    document.title = callId === null ? 'Earshot' : `${callId} · Earshot`;
  }, [callId]);
  return (
    <div class={call ? 'console open' : 'console'}>
      <header class="bar">
        <a class="brand" href="#/">
          <img src="/favicon.svg" alt="" width="24" height="24" />
          Earshot
        </a>
        <Connection state={connection.value} />
      </header>
      <CallList calls={feed.calls.value} openId={callId} />
      {call ? (
        <CallView
          key={call.callId}
          call={call}
          problem={connection.value === 'connected' ? feed.problem.value : null}
          nowMs={nowMs}
          onRendered={(id, hint) => feed.reportRendered(id, hint)}
        />
      ) : (
        <main class="welcome">
          <h1>Listening in, in time</h1>
          <p>Open a call to read along, and to see what helps while it still does.</p>
        </main>
      )}
    </div>
  );
}

const CONNECTION: Record<ConnectionState, string> = {
  connecting: 'Connecting',
  connected: 'Connected',
  reconnecting: 'Connection lost, reconnecting. What you see may be old.',
};

function Connection({ state }: { state: ConnectionState }) {
  return (
    <p class="connection" role="status" data-testid="connection" data-state={state}>
      {CONNECTION[state]}
    </p>
  );
}
