// A phone call beside its audio: how its connection to the platform is, and who is in it.

import type { Durable } from '../wire/events';
import type { Participant } from '../wire/phone';
import type { CallState } from './call';
import { markOf, withMark } from './marks';

type Connection = Extract<Durable, { type: 'connectionChanged' }>;
type Present = Extract<Durable, { type: 'participantsChanged' }>;

export interface Phone {
  readonly state: string;
  readonly cause: string;
  readonly detail: string;
}

/** What somebody in the call has done, or had done to them. */
export type Deed = 'present' | 'joined' | 'left' | 'muted' | 'unmuted' | 'onHold' | 'offHold';

export interface Change {
  readonly deed: Deed;
  readonly who: Participant;
}

const TROUBLE: readonly string[] = ['notAnswered', 'restarting', 'streamingStopped', 'streamingFailed'];

export const isTrouble = (state: string): boolean => TROUBLE.includes(state);

export function withConnection(state: CallState, event: Connection): CallState {
  const { state: now, cause, detail } = event;
  const before = state.phone?.state ?? '';
  const known = { ...state, phone: { state: now, cause, detail } };
  return isNews(before, now) ? markOf(known, event) : known;
}

/** That media flows is news only where it did not; being connected is what being answered leads to. */
function isNews(before: string, now: string): boolean {
  if (now === before || now === 'connected') return false;
  return now !== 'streaming' || isTrouble(before);
}

export function withParticipants(state: CallState, event: Present): CallState {
  const present = new Map(event.participants.map((each) => [each.participant, each]));
  const changes = changesTo(state.present, present);
  const known = { ...state, present };
  if (changes.length === 0) return known;
  return withMark(known, `${event.seq}`, { type: 'participants', track: '', changes }, event.atMs);
}

function changesTo(before: ReadonlyMap<string, Participant>, now: ReadonlyMap<string, Participant>): Change[] {
  const left = [...before.values()].filter(({ participant }) => !now.has(participant));
  return [
    ...[...now.values()].flatMap((who) => deeds(before, who).map((deed) => ({ deed, who }))),
    ...left.map((who): Change => ({ deed: 'left', who })),
  ];
}

function deeds(all: ReadonlyMap<string, Participant>, now: Participant): Deed[] {
  const before = all.get(now.participant);
  const done: Deed[] = before ? [] : [all.size === 0 ? 'present' : 'joined'];
  if (now.muted !== (before?.muted ?? false)) done.push(now.muted ? 'muted' : 'unmuted');
  if (now.onHold !== (before?.onHold ?? false)) done.push(now.onHold ? 'onHold' : 'offHold');
  return done;
}

/** Who is heard on a track, as the platform tells of them; undefined where it does not. */
export function presentOn(state: CallState, track: string): Participant | undefined {
  const participant = state.participants.get(track);
  return participant === undefined ? undefined : state.present.get(participant);
}
