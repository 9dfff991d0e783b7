import { fields, isFields, list, number, text } from './fields';

/** All numbers are samples of the track's own rate, except `frames` and `gaps`. */
export interface TrackLedger {
  trackId: string;
  sampleRate: number;
  frames: number;
  received: number;
  held: number;
  appended: number;
  discarded: ReadonlyArray<readonly [reason: string, samples: number]>;
  gaps: number;
  gapSamples: number;
}

export interface Ledger {
  tracks: readonly TrackLedger[];
}

export function readLedger(raw: unknown): Ledger | null {
  if (!isFields(raw)) return null;
  return { tracks: list(raw.tracks).map(readTrackLedger) };
}

function readTrackLedger(raw: unknown): TrackLedger {
  const from = fields(raw);
  return {
    trackId: text(from.trackId),
    sampleRate: number(from.sampleRate),
    frames: number(from.frames),
    received: number(from.received),
    held: number(from.held),
    appended: number(from.appended),
    discarded: Object.entries(fields(from.discarded)).map(([reason, samples]) => [reason, number(samples)] as const),
    gaps: number(from.gaps),
    gapSamples: number(from.gapSamples),
  };
}
