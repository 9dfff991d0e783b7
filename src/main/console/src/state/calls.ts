import type { CallSummary } from '../wire/events';

/** Live calls first, each group newest first. */
export function inOrder(calls: readonly CallSummary[]): CallSummary[] {
  const live = (call: CallSummary) => (call.state === 'live' ? 0 : 1);
  return [...calls].sort((a, b) => live(a) - live(b) || b.startedAt.localeCompare(a.startedAt));
}
