// What the page says of a phone call beside its audio.

import type { Change, Deed, Phone } from '../state/phone';
import type { Participant } from '../wire/phone';
import { foreign } from './foreign';
import { withCause, words } from './words';

const STATES: Record<string, string> = {
  answered: 'phone answered',
  notAnswered: 'phone not answered',
  connected: 'phone connected',
  streaming: 'phone connected',
  restarting: 'phone sends no audio, asked for it again',
  streamingStopped: 'phone was told by somebody else to send no audio',
  streamingFailed: 'phone sends no audio, and is not asked any more',
  disconnected: 'phone hung up',
};

export const phoneText = ({ state, cause, detail }: Phone): string =>
  withDetail(withCause(named(STATES, state) ?? `phone ${words(state)}`, cause), detail);

const NEWS: Record<string, string> = {
  answered: 'Phone call answered',
  notAnswered: 'Phone call not answered',
  streaming: 'The phone call sends audio again',
  restarting: 'The phone call sends no audio, and is asked for it again',
  streamingStopped: 'Somebody else had the phone call send no audio',
  streamingFailed: 'The phone call sends no audio, and is not asked for it any more',
  disconnected: 'Phone call hung up',
};

export const phoneNews = ({ state, cause, detail }: Phone): string =>
  withDetail(withCause(named(NEWS, state) ?? `Phone call ${words(state)}`, cause), detail);

const DEEDS: Record<Deed, string> = {
  present: 'in the call',
  joined: 'joined',
  left: 'left',
  muted: 'muted',
  unmuted: 'not muted any more',
  onHold: 'on hold',
  offHold: 'not on hold any more',
};

/** Those who did the same are named together. */
export function changesText(changes: readonly Change[]): string {
  const deeds = [...new Set(changes.map(({ deed }) => deed))];
  const said = deeds.map((deed) => {
    const names = changes.filter((change) => change.deed === deed).map(({ who }) => nameOf(who));
    return `${DEEDS[deed]}: ${names.join(', ')}`;
  });
  return said.join(' · ').replace(/^./, (first) => first.toUpperCase());
}

/** Ids are as long as those who give them like. */
const ID_CHARS = 40;

/** Of whom nobody has said who they are, there is only the id. */
function nameOf({ participant, speaker }: Participant): string {
  if (speaker !== 'unknown' || participant === '') return words(speaker);
  const letters = [...participant];
  return foreign(letters.length <= ID_CHARS ? participant : `${letters.slice(0, ID_CHARS).join('')}…`);
}

const withDetail = (said: string, detail: string): string => (detail === '' ? said : `${said} (${foreign(detail)})`);
const named = (names: Record<string, string>, name: string) => (Object.hasOwn(names, name) ? names[name] : undefined);
