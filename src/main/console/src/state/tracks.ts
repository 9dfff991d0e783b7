// How each side of the call does, by the server's word of every second.

import type { Health, TrackHealth } from '../wire/events';

export interface TrackState extends TrackHealth {
  /** Frames received so far, and the call time at which that was last more than before. */
  readonly frames: number;
  readonly receivedMs: number;
  /** The call time of this word. */
  readonly atMs: number;
}

/** So long without a frame is no silence: silence arrives as frames. */
export const NOTHING_RECEIVED_MS = 2_500;

/** Louder than this somebody may be speaking; dBFS. */
const SOUND_DB = -50;

export type Receiving = 'sound' | 'silence' | 'nothing';

export function observeTracks(known: ReadonlyMap<string, TrackState>, event: Health): ReadonlyMap<string, TrackState> {
  const atMs = event.atMs ?? 0;
  return new Map(
    event.tracks.map((track) => {
      const before = known.get(track.trackId);
      const frames = event.ledger?.tracks.find((each) => each.trackId === track.trackId)?.frames ?? 0;
      const receivedMs = before && frames <= before.frames ? before.receivedMs : atMs;
      return [track.trackId, { ...track, frames, receivedMs, atMs }];
    }),
  );
}

export function receiving(track: TrackState): Receiving {
  if (track.atMs - track.receivedMs >= NOTHING_RECEIVED_MS) return 'nothing';
  return track.levelDb !== null && track.levelDb > SOUND_DB ? 'sound' : 'silence';
}
