// The shapes that come over the wire. Everything arrives as `unknown` and is read here, field by field: what is past
// this file can be trusted in shape, never in content.

/** All numbers are samples of the track's own rate, except `frames` and `gaps`. */
export interface TrackLedger {
  trackId: string;
  sampleRate: number;
  frames: number;
  received: number;
  held: number;
  appended: number;
  discarded: ReadonlyArray<readonly [reason: string, samples: number]>;
  gaps: number;
  gapSamples: number;
}

export interface Ledger {
  tracks: readonly TrackLedger[];
}

export interface TrackHealth {
  trackId: string;
  session: string;
  heldMs: number;
  levelDb: number | null;
}

export interface CallSummary {
  callId: string;
  state: 'live' | 'ended';
  startedAt: string;
  durationMs: number;
  utterances: number;
  hints: number;
  lastText: string;
}

/** `track` is empty where an event is about the whole call. Times are ms on the call clock. */
interface Stamp {
  callId: string;
  atMs: number | null;
  track: string;
}

export type Durable = Stamp & { seq: number } & (
    | { type: 'callStarted'; startedAt: string }
    | { type: 'trackJoined'; speaker: string; sampleRate: number; offsetMs: number }
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
    | { type: 'flagged'; note: string }
    | { type: 'callEnded'; cause: string; durationMs: number; ledger: Ledger | null }
    // A type this page does not know, or one that cannot be read: it takes its place in the order and shows nothing.
    | { type: 'unknown' }
  );

export type Volatile = Stamp & { seq?: never } & (
    | { type: 'utterancePartial'; utterance: string; startMs: number; text: string; revision: number }
    | { type: 'health'; media: string; storedSeq: number | null; tracks: readonly TrackHealth[]; ledger: Ledger | null }
  );

export type CallEvent = Durable | Volatile;

export interface Snapshot {
  callId: string;
  lastSeq: number;
  state: 'live' | 'ended';
  events: readonly CallEvent[];
  volatile: readonly CallEvent[];
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const fields = (value: unknown): Fields => (isFields(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const numberOrNull = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
const number = (value: unknown): number => numberOrNull(value) ?? 0;

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
      tracks: list(from.tracks).map(readTrackHealth),
      ledger: readLedger(from.ledger),
    };
  }
  return null;
}

function readDurable(stamp: Stamp & { seq: number }, from: Fields): Durable {
  const unknown: Durable = { ...stamp, type: 'unknown' };
  switch (from.type) {
    case 'callStarted':
      return { ...stamp, type: 'callStarted', startedAt: text(from.startedAt) };
    case 'trackJoined':
      return {
        ...stamp,
        type: 'trackJoined',
        speaker: text(from.speaker) || 'unknown',
        sampleRate: number(from.sampleRate),
        offsetMs: number(from.offsetMs),
      };
    case 'utteranceFinal':
      if (text(from.utterance) === '') return unknown;
      return {
        ...stamp,
        type: 'utteranceFinal',
        utterance: text(from.utterance),
        startMs: number(from.startMs),
        endMs: number(from.endMs),
        text: text(from.text),
        understood: from.understood !== false,
        cause: text(from.cause),
      };
    case 'hintOffered':
      if (text(from.hint) === '') return unknown;
      return {
        ...stamp,
        type: 'hintOffered',
        hint: text(from.hint),
        kind: text(from.kind),
        label: text(from.label),
        text: text(from.text),
        why: text(from.why),
        quote: text(from.quote),
        utterance: text(from.utterance),
        speechEndMs: number(from.speechEndMs),
        deadlineMs: number(from.deadlineMs),
      };
    case 'hintWithdrawn':
      return { ...stamp, type: 'hintWithdrawn', hint: text(from.hint), cause: text(from.cause) };
    case 'hintOutcome':
      return { ...stamp, type: 'hintOutcome', hint: text(from.hint), outcome: text(from.outcome) };
    case 'audioGap':
      return {
        ...stamp,
        type: 'audioGap',
        startMs: number(from.startMs),
        endMs: number(from.endMs),
        cause: text(from.cause),
      };
    case 'sessionChanged':
      return {
        ...stamp,
        type: 'sessionChanged',
        session: number(from.session),
        state: text(from.state),
        cause: text(from.cause),
        detail: text(from.detail),
      };
    case 'flagged':
      return { ...stamp, type: 'flagged', note: text(from.note) };
    case 'callEnded':
      return {
        ...stamp,
        type: 'callEnded',
        cause: text(from.cause),
        durationMs: number(from.durationMs),
        ledger: readLedger(from.ledger),
      };
    default:
      return unknown;
  }
}

function readTrackHealth(raw: unknown): TrackHealth {
  const from = fields(raw);
  return {
    trackId: text(from.trackId),
    session: text(from.session),
    heldMs: number(from.heldMs),
    levelDb: numberOrNull(from.levelDb),
  };
}

export function readLedger(raw: unknown): Ledger | null {
  if (!isFields(raw)) return null;
  return { tracks: list(raw.tracks).map(readTrackLedger) };
}

function readTrackLedger(raw: unknown): TrackLedger {
  const from = fields(raw);
  return {
    trackId: text(from.trackId),
    sampleRate: number(from.sampleRate),
    frames: number(from.frames),
    received: number(from.received),
    held: number(from.held),
    appended: number(from.appended),
    discarded: Object.entries(fields(from.discarded)).map(([reason, samples]) => [reason, number(samples)] as const),
    gaps: number(from.gaps),
    gapSamples: number(from.gapSamples),
  };
}

export function readSnapshot(raw: unknown): Snapshot {
  const from = fields(raw);
  return {
    callId: text(from.callId),
    lastSeq: number(from.lastSeq),
    state: readState(from.state),
    events: list(from.events)
      .map(readEvent)
      .filter((event) => event !== null),
    volatile: list(from.volatile)
      .map(readEvent)
      .filter((event) => event !== null),
  };
}

export function readCalls(raw: unknown): CallSummary[] {
  return list(fields(raw).calls)
    .map(fields)
    .filter((call) => text(call.callId) !== '')
    .map((call) => ({
      callId: text(call.callId),
      state: readState(call.state),
      startedAt: text(call.startedAt),
      durationMs: number(call.durationMs),
      utterances: number(call.utterances),
      hints: number(call.hints),
      lastText: text(call.lastText),
    }));
}

const readState = (raw: unknown): 'live' | 'ended' => (raw === 'ended' ? 'ended' : 'live');

/** A `resume` names the call whose subscription the server dropped, because this reader was too slow. */
export const readResume = (raw: unknown): string => text(fields(raw).callId);
