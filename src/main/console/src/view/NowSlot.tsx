import type { Page } from '../feed/page';
import type { CallState } from '../state/call';
import { HintCard } from './HintCard';
import { words } from './words';

/** The one place for a hint. Its size does not depend on whether there is one, so that nothing beside it moves. */
export function NowSlot({ call, page }: { call: CallState; page: Page }) {
  const hint = call.hints.get(page.desk.shown.value?.hint ?? '');
  const snoozed = [...page.desk.mine.value.snoozed].filter(([, untilMs]) => page.nowMs.value < untilMs);
  return (
    <section class="now" aria-label="Hint of this moment" data-testid="now">
      {hint ? (
        <HintCard key={hint.id} hint={hint} page={page} />
      ) : (
        <p class="now-empty">{call.live ? 'Nothing to say just now.' : 'The call is over.'}</p>
      )}
      {snoozed.map(([kind]) => (
        <p key={kind} class="snoozed">
          No hints on <bdi>{labelOf(call, kind)}</bdi> for now.{' '}
          <button type="button" onClick={() => page.desk.wake(kind)}>
            Show them again
          </button>
        </p>
      ))}
    </section>
  );
}

function labelOf(call: CallState, kind: string): string {
  const known = [...call.hints.values()].find((hint) => hint.kind === kind);
  return known?.label || words(kind);
}
