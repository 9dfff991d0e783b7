// The books of a call, checked here and not believed: received = held + appended + all that was discarded.

import type { Ledger, TrackLedger } from '../wire/ledger';

/** Samples received that no account holds; negative when the accounts hold more than came. */
export function unaccounted(track: TrackLedger): number {
  const discarded = track.discarded.reduce((sum, [, samples]) => sum + samples, 0);
  return track.received - track.held - track.appended - discarded;
}

export function balances(ledger: Ledger): boolean {
  return ledger.tracks.every((track) => unaccounted(track) === 0);
}

export function discardReasons(ledger: Ledger): string[] {
  return [...new Set(ledger.tracks.flatMap((track) => track.discarded.map(([reason]) => reason)))].sort();
}

export function discardedFor(track: TrackLedger, reason: string): number {
  return track.discarded.find(([name]) => name === reason)?.[1] ?? 0;
}
