import { memo } from 'preact/compat';
import { useMemo } from 'preact/hooks';
import { computed } from '@preact/signals';
import type { Page } from '../feed/page';
import type { Hint } from '../state/call';
import { fate } from '../state/hints';
import { fateText, withdrawnText, words } from './words';

/** That there was a hint, below its sentence, and what became of it. */
export const HintRow = memo(function HintRow({ hint, page }: { hint: Hint; page: Page }) {
  const now = useMemo(() => computed(() => fate(hint, page.nowMs.value)), [hint, page]).value;
  const said = now === 'withdrawn' ? withdrawnText('withdrawn', hint.withdrawn?.cause ?? '') : fateText(now);
  return (
    <p class="hint-row" data-testid="hint-row" data-hint={hint.id} data-seq={hint.seq} data-fate={now}>
      <bdi class="hint-kind">{hint.label || words(hint.kind) || 'hint'}</bdi>{' '}
      {now === 'withdrawn' ? <s dir="auto">{hint.text}</s> : <bdi>{hint.text}</bdi>}
      {said !== '' && <span class="hint-fate"> · {said}</span>}
    </p>
  );
});
