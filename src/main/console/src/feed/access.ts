// The token that lets this page in, where the server wants one. It comes in the address (`#token=…`, and perhaps
// `&/calls/{callId}` after it), is taken out of there at once, and is kept for as long as the tab is.

import { type ReadonlySignal, signal } from '@preact/signals';

const KEY = 'earshot-token';

export class Access {
  private readonly refusal = signal(false);

  private constructor(
    private readonly storage: Storage,
    private token: string,
  ) {}

  static of(storage: Storage = sessionStorage): Access {
    return new Access(storage, storage.getItem(KEY) ?? '');
  }

  /** Whether the server does not take what this page has, and somebody must give it another. */
  get refused(): ReadonlySignal<boolean> {
    return this.refusal;
  }

  /** Takes a token out of the address; what the address is without it, or null where there is none. */
  take(hash: string): string | null {
    const [, encoded, rest = ''] = /^#token=([^&]*)(?:&(.*))?$/.exec(hash) ?? [];
    if (encoded === undefined) return null;
    this.give(decoded(encoded));
    return `#${rest || '/'}`;
  }

  give(token: string): void {
    this.token = token.trim();
    this.storage.setItem(KEY, this.token);
    this.refusal.value = false;
  }

  current(): string {
    return this.token;
  }

  onRefused(): void {
    this.refusal.value = true;
  }

  onTaken(): void {
    this.refusal.value = false;
  }

  /** A question to this page's own server. Fails where it is refused or does not answer with what was asked for. */
  async ask(path: string): Promise<Response> {
    const headers: HeadersInit = this.token === '' ? {} : { Authorization: `Bearer ${this.token}` };
    const answer = await fetch(path, { headers });
    if (answer.status === 401) this.onRefused();
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer;
  }
}

function decoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
