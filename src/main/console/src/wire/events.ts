// The shapes of events. What is past this file can be trusted in shape, never in content.

import { readState } from './calls';
import { fields, type Fields, list, number, numberOrNull, text } from './fields';
import { type Ledger, readLedger } from './ledger';
import { type Participant, readConnection, readParticipants } from './phone';

export interface TrackHealth {
  trackId: string;
  session: string;
  heldMs: number;
  levelDb: number | null;
  /** Age of the oldest sound that has no text yet; null where the server does not tell. */
  textBehindMs: number | null;
}

/** `track` is empty where an event is about the whole call. Times are ms on the call clock. */
interface Stamp {
  callId: string;
  atMs: number | null;
  track: string;
}

export type Durable = Stamp & { seq: number } & (
    | { type: 'callStarted'; startedAt: string }
    | { type: 'checklistSet'; title: string; items: ReadonlyArray<{ item: string; label: string }> }
    | { type: 'itemCovered'; item: string; utterance: string; phrase: string }
    | { type: 'trackJoined'; participant: string; speaker: string; sampleRate: number; offsetMs: number }
    | { type: 'speakerChanged'; speaker: string }
    | {
        type: 'utteranceFinal';
        utterance: string;
        startMs: number;
        endMs: number;
        text: string;
        understood: boolean;
        cause: string;
      }
    | {
        type: 'hintOffered';
        hint: string;
        kind: string;
        label: string;
        text: string;
        why: string;
        quote: string;
        utterance: string;
        speechEndMs: number;
        deadlineMs: number;
      }
    | { type: 'hintWithdrawn'; hint: string; cause: string }
    | { type: 'hintOutcome'; hint: string; outcome: string }
    | { type: 'audioGap'; startMs: number; endMs: number; cause: string }
    | { type: 'sessionChanged'; session: number; state: string; cause: string; detail: string }
    | { type: 'connectionChanged'; state: string; cause: string; detail: string }
    | { type: 'participantsChanged'; participants: readonly Participant[] }
    | { type: 'flagged'; note: string }
    | { type: 'callEnded'; cause: string; durationMs: number; ledger: Ledger | null }
    // A type this page does not know, or one that cannot be read: it takes its place in the order and shows nothing.
    | { type: 'unknown' }
  );

export type Volatile = Stamp & { seq?: never } & (
    | { type: 'utterancePartial'; utterance: string; startMs: number; text: string; revision: number }
    | {
        type: 'health';
        media: string;
        storedSeq: number | null;
        /** Where what is not stored waits, and why; null where nothing is wrong. */
        unstored: { readonly waits: string; readonly cause: string } | null;
        /** Age of the oldest question to the coach's model that has no answer; 0 where none waits, null where nobody says. */
        hintBehindMs: number | null;
        tracks: readonly TrackHealth[];
        ledger: Ledger | null;
      }
  );

export type CallEvent = Durable | Volatile;

export type Final = Extract<Durable, { type: 'utteranceFinal' }>;
export type Offered = Extract<Durable, { type: 'hintOffered' }>;
export type Health = Extract<Volatile, { type: 'health' }>;
export type Partial = Extract<Volatile, { type: 'utterancePartial' }>;

export interface Snapshot {
  callId: string;
  lastSeq: number;
  state: 'live' | 'ended';
  events: readonly CallEvent[];
  volatile: readonly CallEvent[];
}

/** Null for what is no event at all, or a volatile one this page has no use for. */
export function readEvent(raw: unknown): CallEvent | null {
  const from = fields(raw);
  const stamp: Stamp = { callId: text(from.callId), atMs: numberOrNull(from.atMs), track: text(from.track) };
  if (stamp.callId === '') return null;
  if (from.seq === undefined || from.seq === null) return readVolatile(stamp, from);
  if (!Number.isSafeInteger(from.seq) || number(from.seq) < 1) return null;
  return readDurable({ ...stamp, seq: number(from.seq) }, from);
}

function readVolatile(stamp: Stamp, from: Fields): Volatile | null {
  if (from.type === 'utterancePartial' && text(from.utterance) !== '') {
    return {
      ...stamp,
      type: 'utterancePartial',
      utterance: text(from.utterance),
      startMs: number(from.startMs),
      text: text(from.text),
      revision: number(from.revision),
    };
  }
  if (from.type === 'health') {
    return {
      ...stamp,
      type: 'health',
      media: text(from.media),
      storedSeq: numberOrNull(from.storedSeq),
      unstored: readUnstored(from.unstored),
      hintBehindMs: numberOrNull(from.hintBehindMs),
      tracks: list(from.tracks).map(readTrackHealth),
      ledger: readLedger(from.ledger),
    };
  }
  return null;
}

function readUnstored(raw: unknown): { waits: string; cause: string } | null {
  if (raw === undefined || raw === null) return null;
  const from = fields(raw);
  return { waits: text(from.waits), cause: text(from.cause) };
}

function readDurable(stamp: Stamp & { seq: number }, from: Fields): Durable {
  const unknown: Durable = { ...stamp, type: 'unknown' };
  switch (from.type) {
    case 'callStarted':
      return { ...stamp, type: 'callStarted', startedAt: text(from.startedAt) };
    case 'checklistSet':
      return { ...stamp, type: 'checklistSet', title: text(from.title), items: list(from.items).map(readItem) };
    case 'itemCovered': {
      const { item, utterance, phrase } = from;
      return { ...stamp, type: 'itemCovered', item: text(item), utterance: text(utterance), phrase: text(phrase) };
    }
    case 'trackJoined': {
      const [sampleRate, offsetMs] = [number(from.sampleRate), number(from.offsetMs)];
      const [participant, speaker] = [text(from.participant), text(from.speaker) || 'unknown'];
      return { ...stamp, type: 'trackJoined', participant, speaker, sampleRate, offsetMs };
    }
    case 'speakerChanged':
      return { ...stamp, type: 'speakerChanged', speaker: text(from.speaker) || 'unknown' };
    case 'utteranceFinal':
      return text(from.utterance) === '' ? unknown : { ...stamp, ...readFinal(from) };
    case 'hintOffered':
      return text(from.hint) === '' ? unknown : { ...stamp, ...readHint(from) };
    case 'hintWithdrawn':
      return { ...stamp, type: 'hintWithdrawn', hint: text(from.hint), cause: text(from.cause) };
    case 'hintOutcome':
      return { ...stamp, type: 'hintOutcome', hint: text(from.hint), outcome: text(from.outcome) };
    case 'audioGap': {
      const [startMs, endMs] = [number(from.startMs), number(from.endMs)];
      return { ...stamp, type: 'audioGap', startMs, endMs, cause: text(from.cause) };
    }
    case 'sessionChanged': {
      const [state, cause, detail] = [text(from.state), text(from.cause), text(from.detail)];
      return { ...stamp, type: 'sessionChanged', session: number(from.session), state, cause, detail };
    }
    case 'connectionChanged':
      return { ...stamp, ...readConnection(from) };
    case 'participantsChanged':
      return { ...stamp, ...readParticipants(from) };
    case 'flagged':
      return { ...stamp, type: 'flagged', note: text(from.note) };
    case 'callEnded': {
      const [cause, durationMs] = [text(from.cause), number(from.durationMs)];
      return { ...stamp, type: 'callEnded', cause, durationMs, ledger: readLedger(from.ledger) };
    }
    default:
      return unknown;
  }
}

const readItem = (raw: unknown) => ({ item: text(fields(raw).item), label: text(fields(raw).label) });

const readFinal = (from: Fields) => ({
  type: 'utteranceFinal' as const,
  utterance: text(from.utterance),
  startMs: number(from.startMs),
  endMs: number(from.endMs),
  text: text(from.text),
  understood: from.understood !== false,
  cause: text(from.cause),
});

const readHint = (from: Fields) => ({
  type: 'hintOffered' as const,
  hint: text(from.hint),
  kind: text(from.kind),
  label: text(from.label),
  text: text(from.text),
  why: text(from.why),
  quote: text(from.quote),
  utterance: text(from.utterance),
  speechEndMs: number(from.speechEndMs),
  deadlineMs: number(from.deadlineMs),
});

function readTrackHealth(raw: unknown): TrackHealth {
  const from = fields(raw);
  return {
    trackId: text(from.trackId),
    session: text(from.session),
    heldMs: number(from.heldMs),
    levelDb: numberOrNull(from.levelDb),
    textBehindMs: numberOrNull(from.textBehindMs),
  };
}

export function readSnapshot(raw: unknown): Snapshot {
  const from = fields(raw);
  return {
    callId: text(from.callId),
    lastSeq: number(from.lastSeq),
    state: readState(from.state),
    events: readEvents(from.events),
    volatile: readEvents(from.volatile),
  };
}

export function readEvents(raw: unknown): CallEvent[] {
  return list(raw)
    .map(readEvent)
    .filter((event) => event !== null);
}

/** A `resume` names the call whose subscription the server dropped, because this reader was too slow. */
export const readResume = (raw: unknown): string => text(fields(raw).callId);
