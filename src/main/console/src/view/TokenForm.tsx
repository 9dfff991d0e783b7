import type { TargetedSubmitEvent } from 'preact';
import type { Access } from '../feed/access';

/** Asks for the token without which the server tells nothing. */
export function TokenForm({ access }: { access: Access }) {
  const give = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    access.give(String(new FormData(event.currentTarget).get('token') ?? ''));
  };
  return (
    <main class="welcome">
      <h1>This console wants a token</h1>
      <p>{access.current() === '' ? 'You have not given one yet.' : 'The one this page has is not taken.'}</p>
      <form class="token" onSubmit={give} data-testid="token-form">
        <label for="token">Token</label>
        <input id="token" name="token" type="password" autocomplete="off" required />
        <button type="submit">Go on</button>
      </form>
    </main>
  );
}
