// What the reader of the open call does with its hints, and which one has the slot.

import { type ReadonlySignal, signal } from '@preact/signals';
import type { CallState, Hint } from '../state/call';
import { chooseNow, type Mine, NOTHING_SAID, type Shown } from '../state/hints';

export const SNOOZE_MS = 5 * 60_000;

export type Answer = 'used' | 'dismissed' | 'wrong';

export class Desk {
  private readonly said = signal<Mine>(NOTHING_SAID);
  private readonly slot = signal<Shown | null>(null);

  get mine(): ReadonlySignal<Mine> {
    return this.said;
  }

  get shown(): ReadonlySignal<Shown | null> {
    return this.slot;
  }

  /** Another call, or another way of reading it: nothing that was said before holds. */
  clear(): void {
    this.said.value = NOTHING_SAID;
    this.slot.value = null;
  }

  /** Time has passed, or the call has changed. */
  look(call: CallState, nowMs: number): void {
    this.slot.value = chooseNow(call.hints.values(), nowMs, this.said.peek(), this.slot.peek());
  }

  /** Off the slot, for good. */
  putAway(hint: Hint): void {
    this.change({ done: including(this.said.peek().done, hint.id), pinned: without(this.said.peek().pinned, hint.id) });
  }

  /** Keeps a hint beyond its moment, or lets go of it again. */
  pin(hint: Hint): void {
    const { pinned } = this.said.peek();
    this.change({ pinned: pinned.has(hint.id) ? without(pinned, hint.id) : including(pinned, hint.id) });
  }

  /** No hint of this kind for a while. */
  snooze(hint: Hint, nowMs: number): void {
    this.change({ snoozed: new Map(this.said.peek().snoozed).set(hint.kind, nowMs + SNOOZE_MS) });
  }

  wake(kind: string): void {
    const snoozed = new Map(this.said.peek().snoozed);
    snoozed.delete(kind);
    this.change({ snoozed });
  }

  private change(part: Partial<Mine>): void {
    this.said.value = { ...this.said.peek(), ...part };
  }
}

const including = <T>(set: ReadonlySet<T>, one: T): ReadonlySet<T> => new Set(set).add(one);
const without = <T>(set: ReadonlySet<T>, one: T): ReadonlySet<T> => new Set([...set].filter((each) => each !== one));
