// What stands between two sentences: who came, what was not received, what was held, lost and found again.

import type { Durable } from '../wire/events';
import type { Ledger } from '../wire/ledger';
import type { CallState } from './call';
import type { Change } from './phone';
import { isNews } from './sessions';
import { lastRow, put } from './timeline';

/** Events that are marks as they are. */
type Marked = 'trackJoined' | 'speakerChanged' | 'audioGap' | 'flagged' | 'connectionChanged';

type Told<T extends Durable['type']> = Extract<Durable, { type: T }>;

export type Mark =
  | Told<Marked>
  | SessionMark
  | { readonly type: 'participants'; readonly track: ''; readonly changes: readonly Change[] }
  /** Audio that waited for a session to be ready; `lost` is null until the books have said so. */
  | { readonly type: 'held'; readonly track: string; readonly ms: number; readonly lost: boolean | null }
  /** Events that the log has no more. */
  | { readonly type: 'missing'; readonly track: ''; readonly fromSeq: number; readonly toSeq: number }
  /** This page was without its connection. */
  | { readonly type: 'cutOff'; readonly track: ''; readonly ms: number };

/** `afterMs`: how long it had been gone when it is back. */
export type SessionMark = Told<'sessionChanged'> & { readonly afterMs: number | null };

/** Less is the ordinary way of audio, and not worth a word. */
const HELD_WORTH_TELLING_MS = 300;

/** What is given up for want of room or of time. Doubles and late frames of an old socket are no loss. */
const LOSSES: readonly string[] = ['tapeFull', 'memoryFull', 'notRetained', 'callEnded'];

export function withMark(state: CallState, id: string, mark: Mark, atMs: number | null): CallState {
  // Without a time of its own a mark stands at the end of what is there.
  const at = atMs ?? lastRow(state.timeline)?.atMs ?? 0;
  return { ...state, timeline: put(state.timeline, { kind: 'mark', id, atMs: at, mark }) };
}

export function markOf(state: CallState, event: Told<Marked>) {
  return withMark(state, `${event.seq}`, event, placeOf(event));
}

/** What is about audio stands where that audio is, however late it was said. */
function placeOf(event: Told<Marked>): number | null {
  if (event.type === 'audioGap') return event.startMs;
  return event.type === 'trackJoined' ? event.offsetMs : event.atMs;
}

/** Tells of a session what is worth telling, and of the first that is ready, how long audio had to wait for it. */
export function withSessionNews(state: CallState, event: Told<'sessionChanged'>): CallState {
  const told = state.told.get(event.track);
  const heard = withHeld(state, event);
  if (!isNews(told, event)) return heard;
  const afterMs = event.state === 'ready' && told?.atMs != null && event.atMs !== null ? event.atMs - told.atMs : null;
  const known = { ...heard, told: new Map(heard.told).set(event.track, event) };
  return withMark(known, `${event.seq}`, { ...event, afterMs }, event.atMs);
}

function withHeld(state: CallState, event: Told<'sessionChanged'>): CallState {
  const joined = state.joined.get(event.track);
  if (event.state !== 'ready' || joined === undefined || event.atMs === null) return state;
  const waited = new Map(state.joined);
  waited.delete(event.track);
  const ms = event.atMs - joined;
  const awaited = { ...state, joined: waited };
  if (ms < HELD_WORTH_TELLING_MS) return awaited;
  const id = `held-${event.seq}`;
  const held = withMark(awaited, id, { type: 'held', track: event.track, ms, lost: null }, event.atMs);
  return { ...held, unjudged: [...held.unjudged, id] };
}

/** The books say whether anything that was held was lost. */
export function judge(state: CallState, ledger: Ledger | null): CallState {
  if (ledger === null || state.unjudged.length === 0) return state;
  let timeline = state.timeline;
  for (const row of state.timeline.flatMap((chunk) => chunk.rows)) {
    if (row.kind !== 'mark' || row.mark.type !== 'held' || row.mark.lost !== null) continue;
    timeline = put(timeline, { ...row, mark: { ...row.mark, lost: hasLost(ledger, row.mark.track) } });
  }
  return { ...state, timeline, unjudged: [] };
}

function hasLost(ledger: Ledger, trackId: string): boolean {
  const track = ledger.tracks.find((each) => each.trackId === trackId);
  return track === undefined || track.discarded.some(([reason, samples]) => samples > 0 && LOSSES.includes(reason));
}

