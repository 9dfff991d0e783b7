import type { Page } from '../feed/page';
import type { Hint } from '../state/call';
import { useKeys } from './keys';

/** The keys of an open call. They do what the buttons do, and nothing where single keys are turned off. */
export function useCallKeys(page: Page, onFind: () => void): void {
  const ofHint = (action: (hint: Hint) => void) => () => {
    const hint = page.call.peek()?.hints.get(page.desk.shown.peek()?.hint ?? '');
    if (hint) action(hint);
  };
  const ofReplay = (action: () => void) => () => {
    if (page.player.state.peek() === 'on') action();
  };
  const bindings: Record<string, () => void> = {
    u: ofHint((hint) => page.answer(hint, 'used')),
    d: ofHint((hint) => page.answer(hint, 'dismissed')),
    w: ofHint((hint) => page.answer(hint, 'wrong')),
    p: ofHint((hint) => page.desk.pin(hint)),
    s: ofHint((hint) => page.snooze(hint)),
    j: () => page.jump(),
    f: () => void (page.feed.call.peek()?.live && page.flag()),
    l: () => page.toEdge(),
    '/': onFind,
    k: ofReplay(() => page.player.toggle()),
    ',': ofReplay(() => page.player.step(true)),
    '.': ofReplay(() => page.player.step(false)),
    '[': ofReplay(() => page.player.toMoment(true)),
    ']': ofReplay(() => page.player.toMoment(false)),
  };
  useKeys(page.settings.keys.value ? bindings : {});
}
