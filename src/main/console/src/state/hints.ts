// The life of a hint on the page, and which one has the slot.
//
//   fresh ──deadline──▶ fading ──▶ late
//     └──withdrawn──▶ withdrawn ──8 s──▶ gone

import type { Hint } from './call';

export const WITHDRAWN_SHOWN_MS = 8_000;
export const FADE_MS = 1_500;

/** What is being read is not taken away for something newer before this. */
export const DWELL_MS = 4_000;

export type HintState = 'fresh' | 'fading' | 'late' | 'withdrawn' | 'gone';

/** `nowMs` on the call clock; infinite for a call that is over and only being read. */
export function hintState(hint: Hint, nowMs: number): HintState {
  if (hint.withdrawn) return nowMs - hint.withdrawn.atMs < WITHDRAWN_SHOWN_MS ? 'withdrawn' : 'gone';
  if (nowMs <= hint.deadlineMs) return 'fresh';
  return nowMs <= hint.deadlineMs + FADE_MS ? 'fading' : 'late';
}

/** What the reader of this page has said of hints; nobody else is told of pins and snoozes. */
export interface Mine {
  readonly pinned: ReadonlySet<string>;
  /** Answered or put away here. */
  readonly done: ReadonlySet<string>;
  /** Kinds that are not to be shown, and until when on the call clock. */
  readonly snoozed: ReadonlyMap<string, number>;
}

export const NOTHING_SAID: Mine = { pinned: new Set(), done: new Set(), snoozed: new Map() };

export interface Shown {
  readonly hint: string;
  readonly sinceMs: number;
}

/**
 * The one hint of this moment. Fresh ones first, the newest of them, but not before the one that is being read has had its
 * time; then the one that was there, while it goes; then the one that was pinned last.
 */
export function chooseNow(hints: Iterable<Hint>, nowMs: number, mine: Mine, shown: Shown | null): Shown | null {
  const open = [...hints].filter((hint) => isOpen(hint, nowMs, mine));
  const fresh = open.filter((hint) => hintState(hint, nowMs) === 'fresh');
  const current = open.find((hint) => hint.id === shown?.hint);
  const state = current && hintState(current, nowMs);
  const read = shown !== null && nowMs - shown.sinceMs < DWELL_MS;
  const newest = fresh.sort((a, b) => a.seq - b.seq).at(-1);
  const leaving = state === 'withdrawn' || state === 'fading';
  const stays = current && ((state === 'fresh' && read) || (!newest && leaving));
  const pinned = open.filter((hint) => mine.pinned.has(hint.id) && !hint.withdrawn).sort((a, b) => a.seq - b.seq).at(-1);
  const next = stays ? current : (newest ?? pinned);
  if (!next) return null;
  return next.id === shown?.hint ? shown : { hint: next.id, sinceMs: nowMs };
}

function isOpen(hint: Hint, nowMs: number, mine: Mine): boolean {
  if (mine.done.has(hint.id) || (hint.answer !== '' && !mine.pinned.has(hint.id))) return false;
  return nowMs >= (mine.snoozed.get(hint.kind) ?? nowMs) || mine.pinned.has(hint.id);
}

/** Between 1, just said, and 0, at its deadline. */
export function freshness(hint: Hint, nowMs: number): number {
  const span = hint.deadlineMs - hint.speechEndMs;
  return span > 0 ? Math.min(1, Math.max(0, (hint.deadlineMs - nowMs) / span)) : 0;
}

/** What became of a hint, for good; empty while it may still be of use. */
export function fate(hint: Hint, nowMs: number): string {
  if (hint.withdrawn) return 'withdrawn';
  if (hint.answer !== '') return hint.answer;
  if (nowMs <= hint.deadlineMs) return '';
  if (hint.renderedMs === null) return 'notShown';
  return hint.renderedMs <= hint.deadlineMs ? 'shown' : 'shownLate';
}
