// Deep links. `#/calls/{callId}` opens a call for the person coached, `#/watch/{callId}` for somebody who only watches;
// `?t=75` goes to a second of it. Anything else is the list.

export interface Route {
  readonly callId: string | null;
  /** Nothing of what this page shows is reported. */
  readonly passive: boolean;
  readonly atMs: number | null;
}

const LIST: Route = { callId: null, passive: false, atMs: null };

export function routeOf(hash: string): Route {
  const [, way, encoded, second] = /^#\/(calls|watch)\/([^/?]+)(?:\?t=(\d{1,6}))?$/.exec(hash) ?? [];
  if (encoded === undefined) return LIST;
  try {
    const atMs = second === undefined ? null : Number(second) * 1_000;
    return { callId: decodeURIComponent(encoded), passive: way === 'watch', atMs };
  } catch {
    return LIST;
  }
}

export function linkTo(callId: string, passive = false, atMs: number | null = null): string {
  const second = atMs === null ? '' : `?t=${Math.floor(atMs / 1_000)}`;
  return `#/${passive ? 'watch' : 'calls'}/${encodeURIComponent(callId)}${second}`;
}
