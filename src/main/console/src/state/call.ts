// The state of one call, folded from its events. Pure: the same events give the same state, and what did not change
// keeps its identity, so that only what changed is drawn again.

import type { CallEvent, Durable, Ledger, Snapshot, TrackHealth, Volatile } from '../wire/events';
import { follow, isNews, type Session } from './sessions';
import { place, remove, type Timeline } from './timeline';

export interface Utterance {
  readonly id: string;
  readonly track: string;
  readonly startMs: number;
  readonly text: string;
  /** False while it may still change; a final never does. */
  readonly final: boolean;
  readonly understood: boolean;
  readonly cause: string;
  readonly revision: number;
}

export interface Hint {
  readonly id: string;
  readonly kind: string;
  /** What the playbook calls the kind; empty in older logs. */
  readonly label: string;
  readonly text: string;
  readonly why: string;
  readonly quote: string;
  readonly utterance: string;
  readonly speechEndMs: number;
  readonly deadlineMs: number;
  readonly withdrawn: { readonly cause: string; readonly atMs: number } | null;
  /** The newest outcome reported by any console, or empty. */
  readonly outcome: string;
}

export type Mark =
  | Extract<Durable, { type: 'trackJoined' | 'audioGap' | 'sessionChanged' | 'flagged' }>
  | { readonly type: 'missing'; readonly fromSeq: number; readonly toSeq: number; readonly track: '' };

type SessionMark = Extract<Mark, { type: 'sessionChanged' }>;

export interface CallState {
  readonly callId: string;
  /** The cursor: the seq of the last durable event taken in. */
  readonly lastSeq: number;
  readonly live: boolean;
  readonly speakers: ReadonlyMap<string, string>;
  readonly utterances: ReadonlyMap<string, Utterance>;
  readonly hints: ReadonlyMap<string, Hint>;
  readonly marks: ReadonlyMap<string, Mark>;
  readonly timeline: Timeline;
  /** By track; under the empty key what is about the whole call. */
  readonly sessions: ReadonlyMap<string, Session>;
  readonly media: string;
  readonly storedSeq: number | null;
  readonly health: ReadonlyMap<string, TrackHealth>;
  readonly ledger: Ledger | null;
  readonly ended: { readonly cause: string; readonly durationMs: number } | null;
}

export function emptyCall(callId: string): CallState {
  return {
    callId,
    lastSeq: 0,
    live: true,
    speakers: new Map(),
    utterances: new Map(),
    hints: new Map(),
    marks: new Map(),
    timeline: [],
    sessions: new Map(),
    media: '',
    storedSeq: null,
    health: new Map(),
    ledger: null,
    ended: null,
  };
}

/** `ahead`: events before this one are missing, so it must not be taken in; the reader subscribes again. */
export type Standing = 'next' | 'old' | 'ahead' | 'volatile';

export function standing(state: CallState, event: CallEvent): Standing {
  if (event.seq === undefined) return 'volatile';
  if (event.seq <= state.lastSeq) return 'old';
  return event.seq === state.lastSeq + 1 ? 'next' : 'ahead';
}

export function reduce(state: CallState, event: CallEvent): CallState {
  if (event.callId !== state.callId) return state;
  if (event.seq === undefined) return reduceVolatile(state, event);
  if (standing(state, event) !== 'next') return state;
  return reduceDurable({ ...state, lastSeq: event.seq }, event);
}

/** The server's own answer to a cursor is the authority: what it skips is gone, and the transcript says so. */
export function reduceSnapshot(state: CallState, snapshot: Snapshot): CallState {
  let next = state;
  for (const event of snapshot.events) {
    if (standing(next, event) === 'ahead') next = skipTo(next, event.seq ?? 0, event.atMs);
    next = reduce(next, event);
  }
  const showing = new Set(snapshot.volatile.map((event) => (event.type === 'utterancePartial' ? event.utterance : '')));
  next = dropPartials(next, (partial) => !showing.has(partial.id));
  next = snapshot.volatile.reduce(reduce, next);
  return snapshot.state === 'ended' ? { ...dropPartials(next, () => true), live: false } : next;
}

function skipTo(state: CallState, seq: number, atMs: number | null): CallState {
  const gap: Mark = { type: 'missing', fromSeq: state.lastSeq + 1, toSeq: seq - 1, track: '' };
  return { ...withMark(state, `missing-${seq}`, gap, atMs), lastSeq: seq - 1 };
}

function reduceDurable(state: CallState, event: Durable): CallState {
  switch (event.type) {
    case 'trackJoined':
      return markOf({ ...state, speakers: put(state.speakers, event.track, event.speaker) }, event);
    case 'utteranceFinal':
      return withFinal(state, event);
    case 'hintOffered':
      return withHint(state, event);
    case 'hintWithdrawn':
      return changeHint(state, event.hint, (hint) => ({
        ...hint,
        withdrawn: { cause: event.cause, atMs: event.atMs ?? hint.deadlineMs },
      }));
    case 'hintOutcome':
      return changeHint(state, event.hint, (hint) => ({ ...hint, outcome: event.outcome }));
    case 'audioGap':
    case 'flagged':
      return markOf(state, event);
    case 'sessionChanged': {
      const session = follow(state.sessions.get(event.track), event);
      const changed = { ...state, sessions: put(state.sessions, event.track, session) };
      return isNews(lastSessionMark(state, event.track), event) ? markOf(changed, event) : changed;
    }
    case 'callEnded': {
      const { cause, durationMs } = event;
      const quiet = dropPartials(state, () => true);
      return { ...quiet, live: false, ended: { cause, durationMs }, ledger: event.ledger ?? state.ledger };
    }
    case 'callStarted':
    case 'unknown':
      return state;
  }
}

function reduceVolatile(state: CallState, event: Volatile): CallState {
  if (!state.live) return state;
  if (event.type === 'utterancePartial') return withPartial(state, event);
  return {
    ...state,
    media: event.media,
    storedSeq: event.storedSeq,
    health: new Map(event.tracks.map((track) => [track.trackId, track])),
    ledger: event.ledger ?? state.ledger,
  };
}

function withPartial(state: CallState, event: Extract<Volatile, { type: 'utterancePartial' }>): CallState {
  const known = state.utterances.get(event.utterance);
  if (known?.final || (known && event.revision < known.revision)) return state;
  if (event.text === '') return dropPartials(state, (partial) => partial.id === event.utterance);
  const { utterance: id, track, startMs, text, revision } = event;
  const rivals = [...state.utterances.values()].filter((other) => isPartialOf(other, track) && other.id !== id);
  if (rivals.some((rival) => rival.startMs > startMs)) return state;
  const alone = dropPartials(state, (partial) => rivals.includes(partial));
  return withUtterance(alone, { id, track, startMs, text, revision, final: false, understood: true, cause: '' });
}

function withFinal(state: CallState, event: Extract<Durable, { type: 'utteranceFinal' }>): CallState {
  const { utterance: id, track, startMs, text, understood, cause } = event;
  const known = state.utterances.get(id);
  if (known?.final) return state;
  return withUtterance(state, { id, track, startMs, text, understood, cause, final: true, revision: 0 });
}

function withUtterance(state: CallState, utterance: Utterance): CallState {
  const isItsHint = (id: string) => utterance.final && state.hints.get(id)?.utterance === utterance.id;
  const anchored = remove(state.timeline, 'hint', isItsHint);
  return {
    ...state,
    utterances: put(state.utterances, utterance.id, utterance),
    timeline: place(anchored, { kind: 'utterance', id: utterance.id, atMs: utterance.startMs }),
  };
}

function withHint(state: CallState, event: Extract<Durable, { type: 'hintOffered' }>): CallState {
  if (state.hints.has(event.hint)) return state;
  const { hint: id, kind, label, text, why, quote, utterance, speechEndMs, deadlineMs } = event;
  const hint: Hint = {
    ...{ id, kind, label, text, why, quote, utterance, speechEndMs, deadlineMs },
    withdrawn: null,
    outcome: '',
  };
  const anchored = state.utterances.get(utterance)?.final === true;
  return {
    ...state,
    hints: put(state.hints, id, hint),
    timeline: anchored ? state.timeline : place(state.timeline, { kind: 'hint', id, atMs: speechEndMs }),
  };
}

function changeHint(state: CallState, id: string, change: (hint: Hint) => Hint): CallState {
  const hint = state.hints.get(id);
  return hint ? { ...state, hints: put(state.hints, id, change(hint)) } : state;
}

const isPartialOf = (utterance: Utterance, track: string) => !utterance.final && utterance.track === track;

function dropPartials(state: CallState, gone: (partial: Utterance) => boolean): CallState {
  const drop = [...state.utterances.values()].filter((utterance) => !utterance.final && gone(utterance));
  if (drop.length === 0) return state;
  const utterances = new Map(state.utterances);
  for (const partial of drop) utterances.delete(partial.id);
  const timeline = remove(state.timeline, 'utterance', (id) => !utterances.has(id));
  return { ...state, utterances, timeline };
}

function markOf(state: CallState, event: Extract<Durable, Mark>): CallState {
  return withMark(state, `mark-${event.seq}`, event, placeOf(event));
}

/** What is about audio stands where that audio is, however late it was said. */
function placeOf(event: Extract<Durable, Mark>): number | null {
  if (event.type === 'audioGap') return event.startMs;
  return event.type === 'trackJoined' ? event.offsetMs : event.atMs;
}

function lastSessionMark(state: CallState, track: string): SessionMark | undefined {
  const isItsOwn = (mark: Mark): mark is SessionMark => mark.type === 'sessionChanged' && mark.track === track;
  return [...state.marks.values()].filter(isItsOwn).at(-1);
}

/** Without a time of its own a mark stands at the end of what is there. */
function withMark(state: CallState, id: string, mark: Mark, atMs: number | null): CallState {
  const at = atMs ?? state.timeline.at(-1)?.atMs ?? 0;
  return {
    ...state,
    marks: put(state.marks, id, mark),
    timeline: place(state.timeline, { kind: 'mark', id, atMs: at }),
  };
}

function put<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}
