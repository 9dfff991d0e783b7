// What stands between two sentences, in words.

import type { Mark } from '../state/call';
import { foreign } from './foreign';
import { changesText, phoneNews } from './phoneWords';
import { secondsText, withCause } from './words';

function sessionNews(mark: Extract<Mark, { type: 'sessionChanged' }>): string {
  if (mark.state !== 'ready') return mark.state === 'closed' ? 'has stopped' : 'interrupted';
  return mark.afterMs === null ? 'continues' : `continues after ${secondsText(mark.afterMs)}`;
}

export function markText(mark: Mark, speaker: string): string {
  const whose = speaker || 'the call';
  switch (mark.type) {
    case 'trackJoined':
      return `${speaker} joined`;
    case 'speakerChanged':
      return `This is ${speaker}`;
    case 'audioGap': {
      const cause = mark.cause === 'notReceived' ? '' : mark.cause;
      return withCause(`${secondsText(mark.endMs - mark.startMs)} of ${whose} not received`, cause);
    }
    case 'held': {
      const lost = mark.lost === null ? '' : mark.lost ? ', and some of it lost' : ', nothing lost';
      return `${whose}: held ${secondsText(mark.ms)} at the start${lost}`;
    }
    case 'sessionChanged': {
      const said = withCause(`Transcript of ${whose} ${sessionNews(mark)}`, mark.state === 'ready' ? '' : mark.cause);
      // What to do about it; while it is tried again there is nothing to be done.
      return mark.state === 'closed' && mark.detail !== '' ? `${said} (${foreign(mark.detail)})` : said;
    }
    case 'connectionChanged':
      return phoneNews(mark);
    case 'participants':
      return changesText(mark.changes);
    case 'flagged':
      return mark.note === '' ? 'Flagged' : `Flagged: ${foreign(mark.note)}`;
    case 'missing':
      return `Events ${mark.fromSeq} to ${mark.toSeq} are missing from the log`;
    case 'cutOff':
      return `This page was cut off for ${secondsText(mark.ms)}`;
  }
}
