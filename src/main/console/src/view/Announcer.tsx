import type { ReadonlySignal } from '@preact/signals';

/** The one voice of the page: everything that is to be told without being asked for goes through here. */
export function Announcer({ said }: { said: ReadonlySignal<string> }) {
  return (
    <p class="for-ears" role="status" aria-live="polite" data-testid="announcer">
      {said.value}
    </p>
  );
}
