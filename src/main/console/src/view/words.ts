// What the page says, in words. Causes come as wire names and are said as they are.

import type { Liveness } from '../state/liveness';
import type { Missed } from '../state/missed';
import type { Session } from '../state/sessions';
import { foreign } from './foreign';

/** `connection-lost`, `connection_lost` and `connectionLost` all read "connection lost". */
export function words(wireName: string): string {
  return wireName
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_]+/g, ' ')
    .toLowerCase()
    .trim();
}

export function withCause(what: string, cause: string): string {
  return cause === '' ? what : `${what}: ${foreign(words(cause))}`;
}

const WITHDRAWN: Record<string, string> = {
  deadlinePassed: 'its moment had passed',
  movedOn: 'the conversation has moved on',
  evidenceRevised: 'the words it quotes were corrected',
  superseded: 'a newer one took its place',
  duplicate: 'one like it was shown',
  overBudget: 'enough were shown for now',
  invalidAnswer: 'it could not be read',
  quoteNotSaid: 'it quoted what was not said',
  quietPhrase: 'it was about nothing of note',
};

export function withdrawnText(what: string, cause: string): string {
  return Object.hasOwn(WITHDRAWN, cause) ? `${what}: ${WITHDRAWN[cause]}` : withCause(what, cause);
}

const FATES: Record<string, string> = {
  used: 'used',
  dismissed: 'dismissed',
  wrong: 'marked wrong',
  notShown: 'moment passed, not shown',
  shown: 'shown in time',
  shownLate: 'shown late',
};

export const fateText = (fate: string): string => (Object.hasOwn(FATES, fate) ? FATES[fate] : undefined) ?? words(fate);

/** `1:05` or `1:02:03`. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (n: number) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** The time of day at which something that still goes on began. */
export function sinceText(startedAt: string): string {
  const started = new Date(startedAt);
  const time = started.toLocaleTimeString([], { hour: 'numeric', minute: '2-digit' });
  return Number.isNaN(started.getTime()) ? 'now' : `since ${time}`;
}

export function ageText(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 1) return 'now';
  return seconds < 60 ? `${seconds} s ago` : `${Math.floor(seconds / 60)} min ago`;
}

export function secondsText(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

export function samplesText(samples: number): string {
  return samples.toLocaleString('en').replaceAll(',', '\u202f');
}

export const counted = (count: number, name: string): string => `${count} ${name}${count === 1 ? '' : 's'}`;

export function sessionText(session: Session): string {
  // About to expire is no news to anybody: it serves on, and the next one takes over.
  if (session.state === 'rotating') return 'model ready, renewing';
  const said = withCause(`model ${words(session.state)}`, session.state === 'ready' ? '' : session.cause);
  return session.successor === null ? said : `${said}, renewing`;
}

/** The verdict in a word, and what it means. */
export function livenessText(now: Liveness, speaker: (track: string) => string): readonly [verdict: string, why: string] {
  switch (now.state) {
    case 'live':
      return ['live', ''];
    case 'ended':
      return ['ended', ''];
    case 'starting':
      return ['starting', 'no audio yet'];
    case 'cutOff':
      return ['not live', 'this page has lost its connection; what you see is old'];
    case 'noWord':
      return ['not live', 'the server says nothing of this call'];
    case 'mediaLost':
      return ['not live', 'the audio connection is lost'];
    case 'nothingReceived':
      return ['not live', 'no audio arrives'];
    case 'noText':
      return ['not live', `what ${words(speaker(now.track))} says has no text yet`];
  }
}

export function missedText(missed: Missed): string {
  const parts = [
    missed.sentences > 0 ? counted(missed.sentences, 'sentence') : '',
    missed.hints > 0 ? `${counted(missed.hints, 'hint')} (${missed.expired} expired)` : '',
    missed.gapMs > 0 ? `${secondsText(missed.gapMs)} of audio not received` : '',
    missed.flags > 0 ? counted(missed.flags, 'flag') : '',
  ].filter((part) => part !== '');
  const what = parts.length === 0 ? 'Nothing was missed.' : `Meanwhile: ${parts.join(', ')}.`;
  return `Cut off for ${secondsText(missed.ms)}. ${what}`;
}
