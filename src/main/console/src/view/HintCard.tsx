import { computed, type ReadonlySignal } from '@preact/signals';
import { memo } from 'preact/compat';
import { useMemo, useRef } from 'preact/hooks';
import type { Hint } from '../state/call';
import { hintState } from '../state/hints';
import { useOnScreen } from './onScreen';
import { ageText, clockText, withdrawnText, words } from './words';

export interface HintContext {
  /** Ms on the call clock, infinite for a call that is only being read. */
  nowMs: ReadonlySignal<number>;
  onRendered: (hint: string) => void;
}

/** One hint with its age. What is withdrawn says why, then leaves only a line that it was there. */
export const HintCard = memo(function HintCard({ hint, context }: { hint: Hint; context: HintContext }) {
  const { nowMs, onRendered } = context;
  const element = useRef<HTMLDivElement>(null);
  const state = useMemo(() => computed(() => hintState(hint, nowMs.value)), [hint, nowMs]).value;
  // Only a hint that came in time counts as rendered; what is read again later is history.
  const cameInTime = useRef(state === 'fresh' && hint.outcome === '').current;
  useOnScreen(element, cameInTime, () => onRendered(hint.id));

  if (state === 'gone') return <p class="mark">{withdrawnText('Hint withdrawn', hint.withdrawn?.cause ?? '')}</p>;
  return (
    <div ref={element} class="hint" role="note" data-testid="hint" data-hint={hint.id} data-state={state}>
      <p class="hint-head">
        <span class="hint-kind">{hint.label || words(hint.kind) || 'hint'}</span>
        {state === 'late' && <span class="hint-tag">moment passed</span>}
        <Age hint={hint} nowMs={nowMs} />
      </p>
      {state === 'withdrawn' ? <s class="hint-text">{hint.text}</s> : <p class="hint-text">{hint.text}</p>}
      {hint.withdrawn && <p class="hint-gone">{withdrawnText('Withdrawn', hint.withdrawn.cause)}</p>}
      {hint.why !== '' && !hint.withdrawn && <p class="hint-why">{hint.why}</p>}
      {hint.quote !== '' && !hint.withdrawn && <q class="hint-quote">{hint.quote}</q>}
      {hint.outcome !== '' && hint.outcome !== 'rendered' && <p class="hint-why">Marked {words(hint.outcome)}</p>}
    </div>
  );
});

/** A part of its own, so that a second passing draws these few letters again and not the card. */
function Age({ hint, nowMs }: { hint: Hint; nowMs: ReadonlySignal<number> }) {
  const text = useMemo(
    () =>
      computed(() =>
        Number.isFinite(nowMs.value) ? ageText(nowMs.value - hint.speechEndMs) : `at ${clockText(hint.speechEndMs)}`,
      ),
    [hint, nowMs],
  );
  return (
    <span class="hint-age" aria-live="off">
      {text.value}
    </span>
  );
}
