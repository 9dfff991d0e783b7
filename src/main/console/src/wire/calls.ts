import { fields, list, number, text } from './fields';

/** A call in one line of the list. */
export interface CallSummary {
  callId: string;
  state: 'live' | 'ended';
  /** How it does now: `ok`, or what is wrong with it; empty where nobody says. */
  health: string;
  startedAt: string;
  durationMs: number;
  utterances: number;
  hints: number;
  hintsInTime: number;
  /** Hints that were neither withdrawn nor answered by anybody. */
  hintsOpen: number;
  lastText: string;
}

export function readCalls(raw: unknown): CallSummary[] {
  return list(fields(raw).calls)
    .map(fields)
    .filter((call) => text(call.callId) !== '')
    .map((call) => ({
      callId: text(call.callId),
      state: readState(call.state),
      health: text(call.health),
      startedAt: text(call.startedAt),
      durationMs: number(call.durationMs),
      utterances: number(call.utterances),
      hints: number(call.hints),
      hintsInTime: number(call.hintsInTime),
      hintsOpen: number(call.hintsOpen),
      lastText: text(call.lastText),
    }));
}

export const readState = (raw: unknown): 'live' | 'ended' => (raw === 'ended' ? 'ended' : 'live');
