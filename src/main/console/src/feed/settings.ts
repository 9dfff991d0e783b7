// What a reader has chosen, kept in this browser.

import { effect, type Signal, signal } from '@preact/signals';

/** What a screen reader is told of its own accord. */
export type Announce = 'hints' | 'all' | 'nothing';

const ANNOUNCE: readonly Announce[] = ['hints', 'all', 'nothing'];

export interface Settings {
  readonly announce: Signal<Announce>;
  /** Whether single keys do something. */
  readonly keys: Signal<boolean>;
}

export function settingsIn(storage: Storage = localStorage): Settings {
  const announce = signal(ANNOUNCE.find((each) => each === storage.getItem('earshot-announce')) ?? 'hints');
  const keys = signal(storage.getItem('earshot-keys') !== 'off');
  effect(() => storage.setItem('earshot-announce', announce.value));
  effect(() => storage.setItem('earshot-keys', keys.value ? 'on' : 'off'));
  return { announce, keys };
}
