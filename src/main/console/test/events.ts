// Events as they stand on the wire, for the tests. Times are ms on the call clock.
import { readEvent } from '../src/wire/events';
import type { CallEvent } from '../src/wire/events';

type Raw = Record<string, unknown>;

export const raw = (event: Raw): Raw => ({ v: 1, callId: 'c', ...event });

export function event(fields: Raw): CallEvent {
  const read = readEvent(raw(fields));
  if (!read) throw new Error(`not an event: ${JSON.stringify(fields)}`);
  return read;
}

export const started = raw({ seq: 1, type: 'callStarted', atMs: 0, startedAt: '2026-01-01T10:00:00Z' });

export const joined = (seq: number, track: string, speaker: string) =>
  raw({ seq, type: 'trackJoined', atMs: 10, track, participant: null, speaker, sampleRate: 16000, offsetMs: 0 });

export const final = (seq: number, utterance: string, startMs: number, text: string, more: Raw = {}) =>
  raw({
    seq,
    type: 'utteranceFinal',
    atMs: startMs + 1_500,
    track: utterance.slice(0, 2),
    utterance,
    startMs,
    endMs: startMs + 1_000,
    text,
    understood: true,
    ...more,
  });

export const partial = (utterance: string, startMs: number, text: string, revision = 1) =>
  raw({
    type: 'utterancePartial',
    atMs: startMs + 200,
    track: utterance.slice(0, 2),
    utterance,
    startMs,
    text,
    revision,
  });

export const hint = (seq: number, id: string, utterance: string, deadlineMs: number) =>
  raw({
    seq,
    type: 'hintOffered',
    atMs: deadlineMs - 3_000,
    track: utterance.slice(0, 2),
    hint: id,
    kind: 'competing_offer',
    label: 'Competing offer',
    text: 'Ask what would decide it.',
    why: 'There is a deadline elsewhere.',
    quote: 'another offer',
    utterance,
    speechEndMs: deadlineMs - 4_000,
    deadlineMs,
  });

export const session = (seq: number, track: string, number: number, state: string, cause?: string) =>
  raw({ seq, type: 'sessionChanged', atMs: seq * 10, track, session: number, state, cause });
