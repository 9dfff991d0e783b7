import { useMemo } from 'preact/hooks';
import type { Page } from '../feed/page';
import type { CallState } from '../state/call';
import { balance, type Share } from '../state/talk';
import { clockText, words } from './words';

/** What the playbook wants covered and where it was, and who has spoken how much. */
export function Covered({ call, page }: { call: CallState; page: Page }) {
  // Where there is little room the count must do.
  const room = useMemo(() => matchMedia('(min-width: 60rem)').matches, []);
  const shares = balance(call);
  const items = call.checklist?.items ?? [];
  if (items.length === 0 && shares.length === 0) return null;
  const done = items.filter(({ covered }) => covered).length;
  return (
    <section class="covered" aria-label="Covered so far">
      {items.length > 0 && (
        <details class="goals" open={room}>
          <summary>
            Covered {done} of {items.length}
          </summary>
          <ul>
            {items.map(({ item, label, covered }) => (
              <li key={item} data-testid="goal" data-item={item} data-covered={String(covered !== null)}>
                <span class="tick" aria-hidden="true">
                  {covered ? '✓' : '○'}
                </span>
                {covered ? (
                  <button type="button" class="as-text" onClick={() => page.show(covered.utterance)}>
                    <bdi>{label}</bdi> <q dir="auto">{covered.phrase}</q>
                  </button>
                ) : (
                  <span>
                    <bdi>{label}</bdi> <span class="for-ears">not yet</span>
                  </span>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
      {shares.length > 0 && <Balance shares={shares} />}
    </section>
  );
}

function Balance({ shares }: { shares: readonly Share[] }) {
  const percent = (part: number) => Math.round(part * 100);
  let from = 0;
  return (
    <figure class="balance" data-testid="balance">
      <figcaption>
        {shares.map(({ speaker, part, ms }, i) => (
          <span key={speaker} class={`side-${i % 4}`}>
            {words(speaker)} <b>{percent(part)} %</b> <span class="for-ears">of the talk, {clockText(ms)}</span>
          </span>
        ))}
      </figcaption>
      <svg class="balance-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        {shares.map(({ speaker, part }, i) => {
          const x = from;
          from += part * 100;
          return <rect key={speaker} class={`side-${i % 4}`} x={x} y="0" width={Math.max(0, part * 100 - 0.5)} height="4" />;
        })}
      </svg>
    </figure>
  );
}
