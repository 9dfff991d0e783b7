// The state of one call, folded from its events. Pure: the same events give the same state, and what did not change
// keeps its identity, so that only what changed is drawn again.

import type { CallEvent, Durable, Final, Health, Offered, Partial, Snapshot, Volatile } from '../wire/events';
import type { Ledger } from '../wire/ledger';
import type { Participant } from '../wire/phone';
import { judge, markOf, withMark, withSessionNews } from './marks';
import { type Phone, withConnection, withParticipants } from './phone';
import { follow, type Session, type SessionChange } from './sessions';
import { put, remove, type Timeline } from './timeline';
import { observeTracks, type TrackState } from './tracks';

export type { Mark } from './marks';

export interface Utterance {
  readonly id: string;
  readonly track: string;
  readonly startMs: number;
  /** Null while it may still change; a final never does. */
  readonly final: { readonly seq: number; readonly endMs: number; readonly understood: boolean; readonly cause: string } | null;
  readonly text: string;
  readonly revision: number;
}

export interface Hint {
  readonly id: string;
  readonly seq: number;
  readonly offeredMs: number;
  readonly kind: string;
  /** What the playbook calls the kind; empty in older logs. */
  readonly label: string;
  readonly text: string;
  readonly why: string;
  readonly quote: string;
  readonly utterance: string;
  readonly track: string;
  readonly speechEndMs: number;
  readonly deadlineMs: number;
  readonly withdrawn: { readonly cause: string; readonly atMs: number } | null;
  readonly renderedMs: number | null;
  /** What the person coached said of it: `used`, `dismissed`, `wrong`, or nothing yet. */
  readonly answer: string;
}

export interface ChecklistItem {
  readonly item: string;
  readonly label: string;
  /** Where it was said, and with which of the playbook's phrases. */
  readonly covered: { readonly utterance: string; readonly phrase: string } | null;
}

export interface CallState {
  readonly callId: string;
  /** The cursor: the seq of the last durable event taken in. */
  readonly lastSeq: number;
  readonly live: boolean;
  readonly speakers: ReadonlyMap<string, string>;
  readonly partials: ReadonlyMap<string, Utterance>;
  readonly finals: ReadonlyMap<string, Utterance>;
  readonly hints: ReadonlyMap<string, Hint>;
  readonly timeline: Timeline;
  readonly checklist: { readonly title: string; readonly items: readonly ChecklistItem[] } | null;
  /** Ms of finished speech, by track. */
  readonly spoken: ReadonlyMap<string, number>;
  /** By track; under the empty key what is about the whole call. */
  readonly sessions: ReadonlyMap<string, Session>;
  /** The last that was told of each track's sessions in the transcript. */
  readonly told: ReadonlyMap<string, SessionChange & { readonly atMs: number | null }>;
  /** Tracks that have yet to see a session ready, and since when. */
  readonly joined: ReadonlyMap<string, number>;
  /** Marks of which the books have not yet said whether something was lost. */
  readonly unjudged: readonly string[];
  readonly media: string;
  /** The phone call's connection to the platform; null where this is none, or nothing was told of it. */
  readonly phone: Phone | null;
  /** Who is in the phone call, by raw id. */
  readonly present: ReadonlyMap<string, Participant>;
  /** Raw id of who is heard, by track. */
  readonly participants: ReadonlyMap<string, string>;
  readonly tracks: ReadonlyMap<string, TrackState>;
  readonly hintBehindMs: number | null;
  /** Everything until then is in the store; null while nobody has said so. */
  readonly savedToMs: number | null;
  readonly unsaved: number;
  readonly unstored: Health['unstored'];
  readonly ledger: Ledger | null;
  readonly ended: { readonly cause: string; readonly durationMs: number } | null;
}

export function emptyCall(callId: string): CallState {
  return {
    callId,
    lastSeq: 0,
    live: true,
    speakers: new Map(),
    partials: new Map(),
    finals: new Map(),
    hints: new Map(),
    timeline: [],
    checklist: null,
    spoken: new Map(),
    sessions: new Map(),
    told: new Map(),
    joined: new Map(),
    unjudged: [],
    media: '',
    phone: null,
    present: new Map(),
    participants: new Map(),
    tracks: new Map(),
    hintBehindMs: null,
    savedToMs: null,
    unsaved: 0,
    unstored: null,
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

/** As {@link reduce}, of an authority on the log: what it skips is gone, and the transcript says so. */
export function reduceLogged(state: CallState, event: CallEvent): CallState {
  const ahead = standing(state, event) === 'ahead';
  return reduce(ahead ? skipTo(state, event.seq ?? 0, event.atMs) : state, event);
}

/** What shows at the end of a snapshot, once its events are in. */
export function reduceShowing(state: CallState, { volatile, state: now }: Snapshot): CallState {
  const showing = new Set(volatile.map((event) => (event.type === 'utterancePartial' ? event.utterance : '')));
  const kept = dropPartials(state, (partial) => !showing.has(partial.id));
  const next = volatile.reduce(reduce, kept);
  return now === 'ended' ? { ...dropPartials(next, () => true), live: false } : next;
}

function skipTo(state: CallState, seq: number, atMs: number | null): CallState {
  const gap = { type: 'missing', fromSeq: state.lastSeq + 1, toSeq: seq - 1, track: '' } as const;
  return { ...withMark(state, `missing-${seq}`, gap, atMs), lastSeq: seq - 1 };
}

function reduceDurable(state: CallState, event: Durable): CallState {
  switch (event.type) {
    case 'trackJoined': {
      const joined = entry(state.joined, event.track, event.offsetMs);
      const participants = entry(state.participants, event.track, event.participant);
      const speakers = entry(state.speakers, event.track, event.speaker);
      return markOf({ ...state, joined, participants, speakers }, event);
    }
    case 'speakerChanged':
      return markOf({ ...state, speakers: entry(state.speakers, event.track, event.speaker) }, event);
    case 'checklistSet':
      return { ...state, checklist: { title: event.title, items: event.items.map((it) => ({ ...it, covered: null })) } };
    case 'itemCovered':
      return withCovered(state, event);
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
      return changeHint(state, event.hint, (hint) =>
        event.outcome === 'rendered'
          ? { ...hint, renderedMs: event.atMs ?? hint.offeredMs }
          : { ...hint, answer: event.outcome },
      );
    case 'audioGap':
    case 'flagged':
      return markOf(state, event);
    case 'connectionChanged':
      return withConnection(state, event);
    case 'participantsChanged':
      return withParticipants(state, event);
    case 'sessionChanged': {
      const session = follow(state.sessions.get(event.track), event);
      return withSessionNews({ ...state, sessions: entry(state.sessions, event.track, session) }, event);
    }
    case 'callEnded': {
      const { cause, durationMs } = event;
      const quiet = judge(dropPartials(state, () => true), event.ledger);
      return { ...quiet, live: false, ended: { cause, durationMs }, ledger: event.ledger ?? state.ledger };
    }
    case 'callStarted':
    case 'unknown':
      return state;
  }
}

function reduceVolatile(state: CallState, event: Volatile): CallState {
  if (!state.live) return state;
  return event.type === 'utterancePartial' ? withPartial(state, event) : withHealth(state, event);
}

function withHealth(state: CallState, event: Health): CallState {
  const unsaved = event.storedSeq === null ? state.lastSeq : Math.max(0, state.lastSeq - event.storedSeq);
  return judge(
    {
      ...state,
      media: event.media,
      tracks: observeTracks(state.tracks, event),
      hintBehindMs: event.hintBehindMs,
      savedToMs: unsaved === 0 ? event.atMs : state.savedToMs,
      unsaved,
      unstored: event.unstored,
      ledger: event.ledger ?? state.ledger,
    },
    event.ledger,
  );
}

/** One live line a track: of two, the one that was begun later. */
function withPartial(state: CallState, event: Partial): CallState {
  const known = state.partials.get(event.utterance);
  if (state.finals.has(event.utterance) || (known && event.revision < known.revision)) return state;
  if (event.text === '') return dropPartials(state, (partial) => partial.id === event.utterance);
  const { utterance: id, track, startMs, text, revision } = event;
  const rivals = [...state.partials.values()].filter((other) => other.track === track && other.id !== id);
  if (rivals.some((rival) => rival.startMs > startMs)) return state;
  const alone = dropPartials(state, (partial) => rivals.includes(partial));
  const utterance = { id, track, startMs, text, revision, final: null };
  return withRow({ ...alone, partials: entry(alone.partials, id, utterance) }, utterance);
}

function withFinal(state: CallState, event: Final): CallState {
  const { utterance: id, track, startMs, endMs, text, understood, cause, seq } = event;
  if (state.finals.has(id)) return state;
  const utterance: Utterance = { id, track, startMs, text, revision: 0, final: { seq, endMs, understood, cause } };
  const partials = new Map(state.partials);
  partials.delete(id);
  const spoken = entry(state.spoken, track, (state.spoken.get(track) ?? 0) + Math.max(0, endMs - startMs));
  return withRow({ ...state, partials, spoken, finals: entry(state.finals, id, utterance) }, utterance);
}

/** A hint that came before its sentence moves to it. */
function withRow(state: CallState, utterance: Utterance): CallState {
  const { id, startMs: atMs } = utterance;
  let timeline = put(state.timeline, { kind: 'utterance', id, atMs, utterance });
  for (const hint of state.hints.values()) {
    if (hint.utterance === id && utterance.final) timeline = put(timeline, { kind: 'hint', id: hint.id, atMs, hint });
  }
  return { ...state, timeline };
}

function withHint(state: CallState, event: Offered): CallState {
  if (state.hints.has(event.hint)) return state;
  const { hint: id, kind, label, text, why, quote, utterance, track, speechEndMs, deadlineMs, seq } = event;
  const hint: Hint = {
    ...{ id, kind, label, text, why, quote, utterance, track, speechEndMs, deadlineMs, seq },
    offeredMs: event.atMs ?? speechEndMs,
    withdrawn: null,
    renderedMs: null,
    answer: '',
  };
  return withHintRow({ ...state, hints: entry(state.hints, id, hint) }, hint);
}

function changeHint(state: CallState, id: string, change: (hint: Hint) => Hint): CallState {
  const hint = state.hints.get(id);
  if (!hint) return state;
  const changed = change(hint);
  return withHintRow({ ...state, hints: entry(state.hints, id, changed) }, changed);
}

function withHintRow(state: CallState, hint: Hint): CallState {
  const atMs = state.finals.get(hint.utterance)?.startMs ?? hint.speechEndMs;
  return { ...state, timeline: put(state.timeline, { kind: 'hint', id: hint.id, atMs, hint }) };
}

function withCovered(state: CallState, event: Extract<Durable, { type: 'itemCovered' }>): CallState {
  if (!state.checklist) return state;
  const { utterance, phrase } = event;
  const items = state.checklist.items.map((known) =>
    known.item === event.item && !known.covered ? { ...known, covered: { utterance, phrase } } : known,
  );
  return { ...state, checklist: { ...state.checklist, items } };
}

function dropPartials(state: CallState, gone: (partial: Utterance) => boolean): CallState {
  const drop = [...state.partials.values()].filter(gone);
  if (drop.length === 0) return state;
  const partials = new Map(state.partials);
  for (const { id } of drop) partials.delete(id);
  const timeline = drop.reduce((left, { id }) => remove(left, 'utterance', id), state.timeline);
  return { ...state, partials, timeline };
}

function entry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}
