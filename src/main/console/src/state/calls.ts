import type { CallSummary } from '../wire/calls';

/** From what needs somebody now to what does well. */
const HEALTH = ['lost', 'stalled', 'recovering', 'starting', 'ok'];

/** Live calls first, by need: how they do, then what waits for an answer, then the newest; after them those that are over. */
export function inOrder(calls: readonly CallSummary[]): CallSummary[] {
  const live = (call: CallSummary) => (call.state === 'live' ? 0 : 1);
  return [...calls].sort(
    (a, b) => live(a) - live(b) || need(a, b) || b.startedAt.localeCompare(a.startedAt) || a.callId.localeCompare(b.callId),
  );
}

function need(a: CallSummary, b: CallSummary): number {
  if (a.state === 'ended') return 0;
  return rank(a) - rank(b) || b.hintsOpen - a.hintsOpen;
}

function rank({ health }: CallSummary): number {
  const known = HEALTH.indexOf(health);
  return known < 0 ? HEALTH.length : known;
}
