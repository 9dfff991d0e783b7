import { useEffect, useRef } from 'preact/hooks';
import type { ConnectionState } from '../feed/hub';
import type { Page } from '../feed/page';
import { Announcer } from './Announcer';
import { CallList } from './CallList';
import { CallView } from './CallView';
import { Help } from './Help';
import { TokenForm } from './TokenForm';
import { useKeys } from './keys';

export function App({ page }: { page: Page }) {
  const call = page.call.value;
  const callId = call?.callId ?? null;
  const help = useRef<HTMLDialogElement>(null);
  const showHelp = () => help.current?.showModal();
  useEffect(() => {
    document.title = callId === null ? 'Earshot' : `${callId} · Earshot`;
  }, [callId]);
  // The key that says which keys there are works even where single keys are turned off: there they are turned on again.
  useKeys({ '?': showHelp });
  return (
    <div class={call ? 'console open' : 'console'}>
      <header class="bar">
        <a class="brand" href="#/">
          <img src="/favicon.svg" alt="" width="24" height="24" />
          Earshot
        </a>
        <Connection page={page} />
        <button type="button" class="quiet-button" onClick={showHelp} aria-haspopup="dialog">
          Keys <kbd aria-hidden="true">?</kbd>
        </button>
      </header>
      {page.access.refused.value || page.connection.value === 'refused' ? (
        <TokenForm page={page} />
      ) : (
        <>
          <CallList calls={page.feed.calls.value} openId={callId} wide={callId === null} />
          {call && <CallView key={`${call.callId} ${page.route.value.passive}`} call={call} page={page} />}
        </>
      )}
      <Help dialog={help} settings={page.settings} />
      <Announcer said={page.said} />
    </div>
  );
}

const CONNECTION: Record<ConnectionState, string> = {
  connecting: 'Connecting',
  connected: 'Connected',
  reconnecting: 'Connection lost, reconnecting',
  refused: 'Not admitted',
};

function Connection({ page }: { page: Page }) {
  const state = page.connection.value;
  const before = useRef(state);
  useEffect(() => {
    if (before.current !== state && before.current !== 'connecting') page.say(CONNECTION[state]);
    before.current = state;
  }, [state]);
  return (
    <p class="connection" data-testid="connection" data-state={state}>
      {CONNECTION[state]}
    </p>
  );
}
