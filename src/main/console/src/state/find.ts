// Finding words in the transcript: in every sentence there is, whether or not the page shows it now.

import { rowsOf, type Timeline } from './timeline';

const plain = (text: string): string => text.normalize('NFC').toLocaleLowerCase();

/** Ids of the sentences that have the words, in the order of the transcript; none for no words. */
export function find(timeline: Timeline, words: string): string[] {
  const sought = plain(words.trim());
  if (sought === '') return [];
  return rowsOf(timeline)
    .filter((row) => row.kind === 'utterance' && plain(row.utterance.text).includes(sought))
    .map((row) => row.id);
}

/** Where the words stand in a text, as offsets into it; only where folding case leaves its length. */
export function spans(text: string, words: string): Array<readonly [from: number, to: number]> {
  const [inText, sought] = [text.toLocaleLowerCase(), words.trim().toLocaleLowerCase()];
  if (sought === '' || inText.length !== text.length) return [];
  const found: Array<readonly [number, number]> = [];
  for (let at = inText.indexOf(sought); at >= 0; at = inText.indexOf(sought, at + sought.length)) {
    found.push([at, at + sought.length]);
  }
  return found;
}
