import type { TargetedSubmitEvent } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Page } from '../feed/page';

const NOT_TAKEN = 'The one this page has is not taken.';

/** Asks for the token without which the server tells nothing; stays, with what was typed, until one is taken. */
export function TokenForm({ page }: { page: Page }) {
  const { access } = page;
  const refused = access.refused.value;
  const given = access.current() !== '';
  useEffect(() => {
    if (refused && given) page.say(NOT_TAKEN);
  }, [refused, given]);
  const give = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    access.give(String(new FormData(event.currentTarget).get('token') ?? ''));
  };
  const verdict = given ? NOT_TAKEN : 'You have not given one yet.';
  return (
    <main class="welcome">
      <h1>This console wants a token</h1>
      <p id="token-verdict" class={given && refused ? 'failed' : undefined}>
        {refused ? verdict : 'Asking whether it is taken.'}
      </p>
      <form class="token" onSubmit={give} data-testid="token-form">
        <label for="token">Token</label>
        <input
          id="token"
          name="token"
          type="password"
          autocomplete="off"
          aria-describedby="token-verdict"
          aria-invalid={given && refused}
          required
        />
        <button type="submit">Go on</button>
      </form>
    </main>
  );
}
