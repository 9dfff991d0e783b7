// What is known of the realtime session behind a track (or behind the whole call).

export interface Session {
  readonly number: number;
  readonly state: string;
  readonly cause: string;
  readonly detail: string;
  /** The state of the next session while this one still serves: it takes over once it is ready. */
  readonly successor: string | null;
}

export interface SessionChange {
  readonly session: number;
  readonly state: string;
  readonly cause: string;
  readonly detail: string;
}

/**
 * A rotation opens the next session beside a ready one, so two report at once. The one shown is the one that serves.
 *
 *   serving n, change of n      → n in its new state
 *   serving n, change of n - 1  → ignored: the old one winding down
 *   n rotating                  → n about to expire: it serves on until n + 1 is ready
 *   n serves, n + 1 on its way  → n serves, with a successor
 *   n serves, n + 1 failed      → n serves, without
 *   otherwise                   → n + 1 serves
 */
export function follow(current: Session | undefined, change: SessionChange): Session {
  const { session: number, state, cause, detail } = change;
  if (current && number < current.number) return current;
  if (current && number > current.number && serves(current) && state !== 'ready') {
    return { ...current, successor: state === 'connecting' || state === 'configuring' ? state : null };
  }
  const successor = current?.number === number ? current.successor : null;
  return { number, state, cause, detail, successor };
}

function serves({ state }: Session): boolean {
  return state === 'ready' || state === 'rotating';
}

const ROUTINE_CAUSES: readonly string[] = ['callEnded', 'rotated'];

/**
 * Whether a change belongs in the transcript after the one that was told last: a session that was lost, once however often
 * and for whatever causes it is tried again, and its being back. How a session begins, and ends with its call, is no news.
 */
export function isNews(told: SessionChange | undefined, change: SessionChange): boolean {
  const { state, cause } = change;
  if (state === 'recovering' || state === 'closed') return !ROUTINE_CAUSES.includes(cause) && told?.state !== state;
  return state === 'ready' && told !== undefined && told.state !== 'ready';
}
