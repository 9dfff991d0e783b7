// What came while a page was without its connection.

import type { CallEvent } from '../wire/events';

export interface Missed {
  /** How long the page was cut off. */
  readonly ms: number;
  readonly sentences: number;
  readonly hints: number;
  /** Of these, whose moment had passed before the page was back. */
  readonly expired: number;
  /** Audio that never arrived. */
  readonly gapMs: number;
  readonly flags: number;
}

/** `nowMs` on the call clock. */
export function missed(ms: number, events: readonly CallEvent[], nowMs: number): Missed {
  const withdrawn = new Set(events.map((event) => (event.type === 'hintWithdrawn' ? event.hint : '')));
  const hints = events.filter((event) => event.type === 'hintOffered');
  const gaps = events.filter((event) => event.type === 'audioGap');
  return {
    ms,
    sentences: events.filter((event) => event.type === 'utteranceFinal').length,
    hints: hints.length,
    expired: hints.filter((hint) => nowMs > hint.deadlineMs || withdrawn.has(hint.hint)).length,
    gapMs: gaps.reduce((sum, gap) => sum + gap.endMs - gap.startMs, 0),
    flags: events.filter((event) => event.type === 'flagged').length,
  };
}
