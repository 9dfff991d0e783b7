import type { Page } from '../feed/page';
import type { CallState } from '../state/call';
import { isTrouble, type Phone, presentOn } from '../state/phone';
import { receiving, type TrackState } from '../state/tracks';
import { phoneText } from './phoneWords';
import { clockText, livenessText, secondsText, sessionText, words } from './words';

/** Less than this is the ordinary way of audio, and comes and goes with every frame. */
const BEHIND_MS = 1_000;

const RECEIVING: Record<ReturnType<typeof receiving>, string> = {
  sound: 'receiving',
  silence: 'receiving silence',
  nothing: 'no audio arrives',
};

/** How the call does, each thing apart from the others: what arrives, whether it is heard, how late text and hints are. */
export function HonestState({ call, page }: { call: CallState; page: Page }) {
  const tracks = new Set([...call.speakers.keys(), ...call.sessions.keys()]);
  if (call.speakers.size > 0) tracks.delete('');
  const live = call.live && !page.replaying;
  return (
    <ul class="state" aria-label="State of the call">
      <Verdict call={call} page={page} />
      {[...tracks].map((track) => (
        <TrackItem key={track} call={call} track={track} live={live} />
      ))}
      {live && call.phone && <PhoneItem phone={call.phone} />}
      {live && <Lateness call={call} />}
    </ul>
  );
}

function Verdict({ call, page }: { call: CallState; page: Page }) {
  const now = page.replaying ? null : page.liveness.value;
  if (!now || call.lastSeq === 0) return page.replaying ? <li class="liveness badge">replay</li> : null;
  const [verdict, why] = livenessText(now, (track) => call.speakers.get(track) ?? 'somebody');
  return (
    <li class="liveness" data-testid="liveness" data-state={now.state}>
      <span class="badge">{verdict}</span>
      {why !== '' && <span class="liveness-why"> {why}</span>}
    </li>
  );
}

function TrackItem({ call, track, live }: { call: CallState; track: string; live: boolean }) {
  const session = call.sessions.get(track) ?? call.sessions.get('');
  const health = live ? call.tracks.get(track) : undefined;
  const state = live ? (session?.state ?? health?.session ?? '') : 'ended';
  const name = words(call.speakers.get(track) ?? (track || 'call'));
  const present = live ? presentOn(call, track) : undefined;
  return (
    <li class="track" data-testid="session-state" data-track={track} data-state={state}>
      <span class="track-name">{name}</span>
      {health && <Level name={name} health={health} />}
      {live && <span class="track-state">{session ? sessionText(session) : words(state) || 'no model yet'}</span>}
      {present?.muted && <span class="badge">muted</span>}
      {present?.onHold && <span class="badge">on hold</span>}
      {health && health.heldMs >= BEHIND_MS && state !== 'closed' && (
        <span class="track-behind">{secondsText(health.heldMs)} held</span>
      )}
    </li>
  );
}

function Level({ name, health }: { name: string; health: TrackState }) {
  const now = receiving(health);
  const level = now === 'nothing' ? -60 : Math.max(-60, health.levelDb ?? -60);
  return (
    <span class="receiving" data-testid="receiving" data-receiving={now}>
      <meter class="level" aria-label={`Level of ${name}`} min={-60} max={0} value={level} />
      <span class={now === 'nothing' ? 'alert' : 'for-ears'}>{RECEIVING[now]}</span>
    </span>
  );
}

function PhoneItem({ phone }: { phone: Phone }) {
  return (
    <li class={isTrouble(phone.state) ? 'alert' : undefined} data-testid="phone" data-state={phone.state}>
      {phoneText(phone)}
    </li>
  );
}

const STORE_CAUSES: Record<string, string> = {
  storeAway: 'the store is away',
  storeRefused: 'the store refuses them',
  storeUntrusted: 'the store has a certificate that is not trusted',
  storeSlow: 'the store is slow',
};

function whereItWaits({ unstored }: CallState): string {
  if (unstored === null) return '';
  const where = unstored.waits === 'disk' ? 'safe on disk' : 'in memory only';
  return ` (${where}: ${STORE_CAUSES[unstored.cause] ?? unstored.cause})`;
}

function Lateness({ call }: { call: CallState }) {
  const behind = [...call.tracks.values()].map((track) => track.textBehindMs).filter((ms) => ms !== null);
  const text = behind.length === 0 ? null : Math.max(...behind);
  return (
    <>
      {text !== null && (
        <li data-testid="text-behind" data-ms={text}>
          text {text < BEHIND_MS ? 'up to date' : `${secondsText(text)} behind`}
        </li>
      )}
      {call.hintBehindMs !== null && (
        <li data-testid="hint-behind" data-ms={call.hintBehindMs}>
          {call.hintBehindMs === 0 ? 'no hint awaited' : `hint awaited for ${secondsText(call.hintBehindMs)}`}
        </li>
      )}
      {call.savedToMs !== null && (
        <li data-testid="saved">
          saved to {clockText(call.savedToMs)}
          {call.unsaved > 0 && (
            <span class="alert">
              , {call.unsaved} events not yet{whereItWaits(call)}
            </span>
          )}
        </li>
      )}
      {call.savedToMs === null && call.unsaved > 0 && (
        <li data-testid="saved">
          <span class="alert">nothing saved yet{whereItWaits(call)}</span>
        </li>
      )}
    </>
  );
}
