// Who has spoken how much: the sum of finished turns, by speaker.

import type { CallState } from './call';

export interface Share {
  readonly speaker: string;
  readonly ms: number;
  /** Of all that was spoken; 0 to 1. */
  readonly part: number;
}

/** In the order in which they joined; empty while nobody has said anything. */
export function balance({ speakers, spoken }: CallState): Share[] {
  const bySpeaker = new Map<string, number>();
  for (const [track, speaker] of speakers) {
    bySpeaker.set(speaker, (bySpeaker.get(speaker) ?? 0) + (spoken.get(track) ?? 0));
  }
  const all = [...bySpeaker.values()].reduce((sum, ms) => sum + ms, 0);
  return all === 0 ? [] : [...bySpeaker].map(([speaker, ms]) => ({ speaker, ms, part: ms / all }));
}
