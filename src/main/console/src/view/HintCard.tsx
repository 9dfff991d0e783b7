import { computed } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { Answer } from '../feed/desk';
import type { Page } from '../feed/page';
import type { Hint } from '../state/call';
import { freshness, hintState } from '../state/hints';
import { useOnScreen } from './onScreen';
import { ageText, clockText, withdrawnText, words } from './words';

interface Props {
  hint: Hint;
  page: Page;
}

/** The hint of the moment: what to do, why, on which words, and how much of its time is left. */
export function HintCard({ hint, page }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const state = useMemo(() => computed(() => hintState(hint, page.nowMs.value)), [hint, page]).value;
  const pinned = page.desk.mine.value.pinned.has(hint.id);
  // Only a hint that is in time when it is first shown here counts: what is read later is history.
  const inTime = useRef(state === 'fresh' && hint.renderedMs === null && page.active).current;
  useOnScreen(element, inTime, () => page.rendered(hint));
  const shown = pinned && state !== 'withdrawn' ? 'pinned' : state;
  return (
    <div ref={element} class="hint" data-testid="hint" data-hint={hint.id} data-state={shown}>
      <p class="hint-head">
        <Ring hint={hint} page={page} />
        <bdi class="hint-kind">{hint.label || words(hint.kind) || 'hint'}</bdi>
        {pinned && <span class="hint-tag">pinned</span>}
        {(state === 'fading' || state === 'late') && <span class="hint-tag">moment passed</span>}
        <Age hint={hint} page={page} />
      </p>
      {hint.withdrawn ? <s class="hint-text" dir="auto">{hint.text}</s> : <p class="hint-text" dir="auto">{hint.text}</p>}
      {hint.withdrawn && <p class="hint-gone">{withdrawnText('Withdrawn', hint.withdrawn.cause)}</p>}
      {hint.why !== '' && !hint.withdrawn && (
        <p class="hint-why" dir="auto">
          {hint.why}
        </p>
      )}
      {hint.quote !== '' && !hint.withdrawn && (
        <q class="hint-quote" dir="auto">
          {hint.quote}
        </q>
      )}
      <Tools hint={hint} page={page} pinned={pinned} />
    </div>
  );
}

const ANSWERS: ReadonlyArray<readonly [key: string, answer: Answer, name: string]> = [
  ['u', 'used', 'Used'],
  ['d', 'dismissed', 'Dismiss'],
  ['w', 'wrong', 'Wrong'],
];

function Tools({ hint, page, pinned }: Props & { pinned: boolean }) {
  const away = page.target.value?.id === hint.utterance;
  return (
    <p class="hint-tools">
      {page.active &&
        !hint.withdrawn &&
        ANSWERS.map(([key, answer, name]) => (
          <Tool key={key} shortcut={key} name={name} onClick={() => page.answer(hint, answer)} />
        ))}
      {!hint.withdrawn && (
        <Tool shortcut="p" name={pinned ? 'Unpin' : 'Pin'} onClick={() => page.desk.pin(hint)} />
      )}
      {page.active && <Tool shortcut="s" name="Snooze" onClick={() => page.snooze(hint)} />}
      <Tool shortcut="j" name={away ? 'Back' : 'Sentence'} onClick={() => page.jump()} />
    </p>
  );
}

function Tool({ shortcut, name, onClick }: { shortcut: string; name: string; onClick: () => void }) {
  return (
    <button type="button" onClick={onClick} aria-keyshortcuts={shortcut}>
      {name} <kbd aria-hidden="true">{shortcut}</kbd>
    </button>
  );
}

/** A ring that empties until the deadline. What it says stands beside it in words. */
function Ring({ hint, page }: Props) {
  const gone = useMemo(
    () => computed(() => 100 - Math.round(freshness(hint, page.nowMs.value) * 100)),
    [hint, page],
  );
  return (
    <svg class="ring" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <circle class="ring-all" cx="10" cy="10" r="8" />
      <circle class="ring-left" cx="10" cy="10" r="8" pathLength="100" stroke-dasharray="100" stroke-dashoffset={gone} />
    </svg>
  );
}

/** A part of its own, so that a second passing draws these few letters again and not the card. */
function Age({ hint, page }: Props) {
  const text = useMemo(() => computed(() => agedText(hint, page.nowMs.value)), [hint, page]);
  return <span class="hint-age">{text}</span>;
}

function agedText(hint: Hint, nowMs: number): string {
  return Number.isFinite(nowMs) ? ageText(nowMs - hint.speechEndMs) : `at ${clockText(hint.speechEndMs)}`;
}
