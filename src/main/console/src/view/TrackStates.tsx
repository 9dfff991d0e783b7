import type { CallState } from '../state/call';
import { secondsText, sessionText, words } from './words';

/** Less than this is the ordinary way of audio, and comes and goes with every frame. */
const BEHIND_MS = 1_000;

/** The honest state of each track's session, in words; its level while there is one. Of an ended call only the names. */
export function TrackStates({ call }: { call: CallState }) {
  const tracks = new Set([...call.speakers.keys(), ...call.sessions.keys()]);
  if (call.speakers.size > 0) tracks.delete('');
  return (
    <ul class="tracks" aria-label="Tracks">
      {[...tracks].map((track) => (
        <TrackState key={track} call={call} track={track} />
      ))}
    </ul>
  );
}

function TrackState({ call, track }: { call: CallState; track: string }) {
  const session = call.sessions.get(track) ?? call.sessions.get('');
  const health = call.live ? call.health.get(track) : undefined;
  const state = call.live ? (session?.state ?? health?.session ?? '') : 'ended';
  const name = words(call.speakers.get(track) ?? (track || 'call'));
  return (
    <li class="track" data-testid="session-state" data-track={track} data-state={state}>
      <span class="track-name">{name}</span>
      {call.live && (
        <span class="track-state">{session ? sessionText(session) : words(state) || 'no session yet'}</span>
      )}
      {health && <Level name={name} db={health.levelDb} />}
      {health && health.heldMs >= BEHIND_MS && state !== 'closed' && (
        <span class="track-behind">{secondsText(health.heldMs)} not heard yet</span>
      )}
    </li>
  );
}

function Level({ name, db }: { name: string; db: number | null }) {
  return <meter class="level" aria-label={`Level of ${name}`} min={-60} max={0} value={Math.max(-60, db ?? -60)} />;
}
