// What the log tells of a phone call itself: its connection to the platform, and who is in it.

import { fields, type Fields, list, text } from './fields';

export interface Participant {
  /** Raw id on the platform. */
  readonly participant: string;
  /** As it was known by then. */
  readonly speaker: string;
  readonly muted: boolean;
  readonly onHold: boolean;
}

export const readConnection = (from: Fields) => ({
  type: 'connectionChanged' as const,
  state: text(from.state),
  cause: text(from.cause),
  detail: text(from.detail),
});

export const readParticipants = (from: Fields) => ({
  type: 'participantsChanged' as const,
  participants: list(from.participants).map(readParticipant),
});

function readParticipant(raw: unknown): Participant {
  const from = fields(raw);
  return {
    participant: text(from.participant),
    speaker: text(from.speaker) || 'unknown',
    muted: from.muted === true,
    onHold: from.onHold === true,
  };
}
