import { useComputed } from '@preact/signals';
import { useState } from 'preact/hooks';
import { download, FORMATS } from '../feed/exports';
import type { Page } from '../feed/page';
import { linkTo } from '../feed/route';
import type { CallState } from '../state/call';
import { Covered } from './Covered';
import { LedgerTable } from './LedgerTable';
import { NowSlot } from './NowSlot';
import { HonestState } from './HonestState';
import { Transcript } from './Transcript';
import { useCallKeys } from './callKeys';
import { useAnnouncements } from './announcements';
import { clockText, missedText } from './words';

interface Props {
  call: CallState;
  page: Page;
}

/** One call: its transcript, the hint of the moment, and below that what has been covered and who has spoken. */
export function CallView({ call, page }: Props) {
  const [finding, setFinding] = useState(false);
  const isThere = call.lastSeq > 0 || page.replaying;
  useCallKeys(page, () => setFinding(true));
  useAnnouncements(page);
  return (
    <main class="call">
      <CallHead call={call} page={page} onFind={() => setFinding(true)} />
      <Notices page={page} />
      {isThere ? (
        <>
          <Transcript call={call} page={page} finding={finding} onFound={() => setFinding(false)} />
          <div class="side">
            <NowSlot call={call} page={page} />
            <Covered call={call} page={page} />
            <Books call={call} page={page} />
          </div>
        </>
      ) : (
        page.feed.problem.value === null && <p class="quiet">Opening the call.</p>
      )}
    </main>
  );
}

function CallHead({ call, page, onFind }: Props & { onFind: () => void }) {
  const { passive } = page.route.value;
  const live = page.feed.call.value?.live === true;
  return (
    <header class="call-head">
      <a class="back" href="#/" aria-label="All calls">
        ←
      </a>
      <h1>{call.callId}</h1>
      {call.live && <Duration page={page} />}
      {passive && live && (
        <span class="passive">
          watching · <a href={linkTo(call.callId)}>I am the one coached</a>
        </span>
      )}
      <span class="head-tools">
        <button type="button" onClick={onFind} aria-keyshortcuts="/">
          Find
        </button>
        {live && (
          <button type="button" onClick={() => void page.flag()} aria-keyshortcuts="f">
            Flag
          </button>
        )}
      </span>
      <HonestState call={call} page={page} />
    </header>
  );
}

function Duration({ page }: { page: Page }) {
  const text = useComputed(() => (Number.isFinite(page.nowMs.value) ? clockText(page.nowMs.value) : ''));
  return <time class="duration">{text}</time>;
}

function Notices({ page }: { page: Page }) {
  const problem = page.connection.value === 'connected' ? page.feed.problem.value : null;
  const missed = page.feed.missed.value;
  return (
    <div class="notices">
      {problem && (
        <p class="notice">
          {problem === 'unknown'
            ? 'There is no call of this name yet. It opens here when it begins.'
            : 'The call could not be opened. Trying again.'}
        </p>
      )}
      {missed && (
        <p class="notice" data-testid="missed">
          {missedText(missed)}{' '}
          <button type="button" onClick={() => page.feed.forgetMissed()}>
            Good
          </button>
        </p>
      )}
    </div>
  );
}

/** What is only looked at now and then. */
function Books({ call, page }: Props) {
  const [failed, setFailed] = useState('');
  // A replay has no books of its moment: those of its end are the ones there are.
  const ledger = call.ledger ?? page.feed.call.value?.ledger;
  const save = (format: (typeof FORMATS)[number]) => {
    setFailed('');
    download(page.access, call.callId, format).catch(() => setFailed(`The ${format} file could not be had.`));
  };
  return (
    <details class="books">
      <summary>Audio, log and export</summary>
      {ledger ? (
        <LedgerTable ledger={ledger} speakers={call.speakers} />
      ) : (
        <p class="quiet">No audio accounted for yet.</p>
      )}
      <p class="log-facts">{call.lastSeq} events in the log</p>
      <p class="exports">
        {FORMATS.map((format) => (
          <button key={format} type="button" onClick={() => save(format)}>
            {format.toUpperCase()}
          </button>
        ))}
        {failed !== '' && <span class="failed">{failed}</span>}
      </p>
    </details>
  );
}
