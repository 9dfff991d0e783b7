// The call clock as far as this page can know it. Every event carries the call time at which it entered the log; the one
// that travelled fastest is closest to the truth. Times are ms; `localMs` must be monotonic (`performance.now()`).

export interface CallClock {
  /** Local time of the call's start, or null before the first event. */
  readonly startedLocalMs: number | null;
}

export const unsetClock: CallClock = { startedLocalMs: null };

export function observe(clock: CallClock, localMs: number, atMs: number | null): CallClock {
  if (atMs === null) return clock;
  const started = localMs - atMs;
  return clock.startedLocalMs !== null && clock.startedLocalMs <= started ? clock : { startedLocalMs: started };
}

/** Null before the first event. */
export function callTime(clock: CallClock, localMs: number): number | null {
  return clock.startedLocalMs === null ? null : localMs - clock.startedLocalMs;
}
