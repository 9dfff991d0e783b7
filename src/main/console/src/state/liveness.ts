// Whether what the page shows is what is being said. Silence is live; a stall never is.

import type { CallState } from './call';
import { receiving } from './tracks';

/** The server has a word for an open call every second. */
export const UNHEARD_MS = 4_000;

/** Text that is later than this is late. */
export const TEXT_LATE_MS = 5_000;

export type Liveness =
  | { readonly state: 'live' | 'starting' | 'ended' }
  | { readonly state: 'cutOff' | 'noWord' | 'mediaLost' | 'nothingReceived' }
  | { readonly state: 'noText'; readonly track: string };

/**
 * The worst that is true.
 *
 * @param unheardMs since the server last said anything of this call
 */
export function liveness(call: CallState, connected: boolean, unheardMs: number): Liveness {
  if (!call.live) return { state: 'ended' };
  if (!connected) return { state: 'cutOff' };
  if (unheardMs >= UNHEARD_MS) return { state: 'noWord' };
  const tracks = [...call.tracks.values()];
  if (tracks.length === 0) return { state: 'starting' };
  if (call.media === 'lost') return { state: 'mediaLost' };
  if (call.media === 'silent' || tracks.every((track) => receiving(track) === 'nothing')) {
    return { state: 'nothingReceived' };
  }
  const late = tracks.find(({ trackId, textBehindMs }) => isDeaf(call, trackId) || (textBehindMs ?? 0) >= TEXT_LATE_MS);
  return late ? { state: 'noText', track: late.trackId } : { state: 'live' };
}

function isDeaf(call: CallState, track: string): boolean {
  const state = (call.sessions.get(track) ?? call.sessions.get(''))?.state;
  return state === 'recovering' || state === 'closed';
}
