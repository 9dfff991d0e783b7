// The life of a hint on the page: fresh until its deadline, then late; withdrawn at any time, shown with its reason for
// a moment, then gone.
//
//   fresh ──deadline──▶ late
//     └──withdrawn──▶ withdrawn ──8 s──▶ gone

import type { Hint } from './call';

export const WITHDRAWN_SHOWN_MS = 8_000;

export type HintState = 'fresh' | 'late' | 'withdrawn' | 'gone';

/** `nowMs` on the call clock; infinite for a call that is over and only being read. */
export function hintState(hint: Hint, nowMs: number): HintState {
  if (hint.withdrawn) return nowMs - hint.withdrawn.atMs < WITHDRAWN_SHOWN_MS ? 'withdrawn' : 'gone';
  return nowMs <= hint.deadlineMs ? 'fresh' : 'late';
}
