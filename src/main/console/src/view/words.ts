// What the page says, in words. Causes come as wire names and are said as they are.

import type { Mark } from '../state/call';
import type { Session } from '../state/sessions';

/** `connection-lost`, `connection_lost` and `connectionLost` all read "connection lost". */
export function words(wireName: string): string {
  return wireName
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_]+/g, ' ')
    .toLowerCase()
    .trim();
}

export function withCause(what: string, cause: string): string {
  return cause === '' ? what : `${what}: ${words(cause)}`;
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

export function sessionText(session: Session): string {
  // About to expire is no news to anybody: it serves on, and the next one takes over.
  if (session.state === 'rotating') return 'ready, renewing';
  const said = withCause(words(session.state), session.state === 'ready' ? '' : session.cause);
  return session.successor === null ? said : `${said}, renewing`;
}

export function mediaText(media: string): string {
  const said: Record<string, string> = {
    receiving: 'Receiving audio',
    silent: 'Silence on the line',
    lost: 'Audio lost',
  };
  return (Object.hasOwn(said, media) ? said[media] : undefined) ?? words(media);
}

function sessionNews(state: string): string {
  if (state === 'ready') return 'continues';
  return state === 'closed' ? 'has stopped' : 'interrupted';
}

export function markText(mark: Mark, speaker: string): string {
  switch (mark.type) {
    case 'trackJoined':
      return `${speaker} joined`;
    case 'audioGap':
      return withCause(`${secondsText(mark.endMs - mark.startMs)} of ${speaker || 'the call'} not heard`, mark.cause);
    case 'sessionChanged': {
      const said = withCause(`Transcript of ${speaker || 'the call'} ${sessionNews(mark.state)}`, mark.cause);
      // What to do about it; while it is tried again there is nothing to be done.
      return mark.state === 'closed' && mark.detail !== '' ? `${said} (${mark.detail})` : said;
    }
    case 'flagged':
      return mark.note === '' ? 'Flagged' : `Flagged: ${mark.note}`;
    case 'missing':
      return `Events ${mark.fromSeq} to ${mark.toSeq} are missing from the log`;
  }
}
