import { useEffect, useRef } from 'preact/hooks';
import type { Page } from '../feed/page';
import { missedText, withdrawnText, words } from './words';

/** Tells of what a reader should not have to look for: as much of it as they have chosen. */
export function useAnnouncements(page: Page): void {
  const call = page.call.value;
  const chosen = page.settings.announce.value;
  const hint = call?.hints.get(page.desk.shown.value?.hint ?? '');
  const saidUpTo = useRef<number | null>(null);

  useEffect(() => {
    if (!hint || chosen === 'nothing' || page.replaying) return;
    page.say(hint.withdrawn ? withdrawnText('Hint withdrawn', hint.withdrawn.cause) : `${hint.label}: ${hint.text}`);
  }, [hint?.id, hint?.withdrawn]);

  useEffect(() => {
    const missed = page.feed.missed.value;
    if (missed && chosen !== 'nothing') page.say(missedText(missed));
  }, [page.feed.missed.value]);

  useEffect(() => {
    if (!call) return;
    // Only what comes while somebody listens: not what was there when the call was opened.
    const from = saidUpTo.current ?? call.lastSeq;
    saidUpTo.current = call.lastSeq;
    if (chosen !== 'all' || page.replaying || from === 0) return;
    const fresh = [...call.finals.values()].filter(({ final }) => final && final.seq > from && final.understood);
    const lines = fresh.map(({ track, text }) => `${words(call.speakers.get(track) ?? '')}: ${text}`);
    if (lines.length > 0) page.say(lines.join(' '));
  }, [call?.lastSeq, chosen]);
}
