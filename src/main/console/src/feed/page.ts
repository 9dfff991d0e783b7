// All that a page is made of, beside what it looks like.

import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { CallState, Hint } from '../state/call';
import { type Liveness, liveness } from '../state/liveness';
import type { Access } from './access';
import { type Answer, Desk } from './desk';
import type { Feed } from './feed';
import type { ConnectionState } from './hub';
import { Player } from './player';
import { linkTo, type Route, routeOf } from './route';
import type { Settings } from './settings';

/** A row that the reader wants to see; `n` tells one wish from the next for the same row. */
export interface Target {
  readonly id: string;
  readonly n: number;
}

export class Page {
  private readonly ticks = signal(0);
  private readonly way = signal<Route>(routeOf(''));
  private readonly words = signal('');
  private readonly wanted = signal<Target | null>(null);
  /** Counts what the reader wanted to see. */
  private wishes = 0;
  /** Counts the wishes to be at the newest words. */
  readonly edge = signal(0);
  readonly desk = new Desk();
  readonly player: Player;
  readonly route: ReadonlySignal<Route> = this.way;
  /** What a screen reader is to say next. */
  readonly said: ReadonlySignal<string> = this.words;
  readonly target: ReadonlySignal<Target | null> = this.wanted;

  /** The call as it is to be shown: now, or as it was where it is replayed. */
  readonly call: ReadonlySignal<CallState | null> = computed(
    () => this.player.call.value ?? this.feed.call.value,
  );

  /** On the call's clock. Also new with every change of the call, so that a call never sees the clock of the one before. */
  readonly nowMs: ReadonlySignal<number> = computed(() => {
    if (this.player.call.value) return this.player.positionMs.value;
    return this.ticks.value, this.feed.call.value, this.feed.nowMs();
  });

  readonly liveness: ReadonlySignal<Liveness | null> = computed(() => {
    const call = this.feed.call.value;
    return this.ticks.value, call && liveness(call, this.connection.value === 'connected', this.feed.unheardMs());
  });

  private constructor(
    readonly feed: Feed,
    readonly connection: ReadonlySignal<ConnectionState>,
    readonly access: Access,
    readonly settings: Settings,
    private readonly localMs: () => number,
  ) {
    this.player = new Player(access);
    effect(() => {
      const [call, nowMs] = [this.call.value, this.nowMs.value];
      // What the reader has just said of a hint holds at once.
      if (this.desk.mine.value && call) this.desk.look(call, nowMs);
    });
  }

  static create(
    feed: Feed,
    connection: ReadonlySignal<ConnectionState>,
    access: Access,
    settings: Settings,
    localMs: () => number = () => performance.now(),
  ): Page {
    return new Page(feed, connection, access, settings, localMs);
  }

  /** Whether what is shown is what was, and nothing said of it counts. */
  get replaying(): boolean {
    return this.player.call.value !== null;
  }

  /** Whether this page speaks for the person coached. */
  get active(): boolean {
    return !this.way.value.passive && !this.replaying && this.feed.call.value?.live === true;
  }

  tick(): void {
    this.player.tick(this.localMs());
    this.ticks.value++;
  }

  /** The address has changed, or is there from the start. */
  go(hash: string): void {
    const next = routeOf(hash);
    if (next.callId !== this.way.peek().callId) {
      this.desk.clear();
      this.player.close();
      this.wanted.value = null;
    }
    this.way.value = next;
    this.feed.open(next.callId);
    const call = this.feed.call.peek();
    if (next.atMs !== null && call && call.lastSeq > 0) this.goTo(next.atMs);
  }

  /** To a second of the call: of one that is over, as it was then; of one that lives, to what was said then. */
  goTo(ms: number): void {
    const call = this.feed.call.peek();
    if (!call) return;
    if (this.player.recording.peek()) this.player.seek(ms);
    else if (!call.live) void this.player.open(call.callId, ms);
    else {
      const rows = call.timeline.flatMap((chunk) => chunk.rows).filter((row) => row.kind === 'utterance');
      const row = rows.findLast(({ atMs }) => atMs < ms + 1_000) ?? rows[0];
      if (row) this.show(row.id);
    }
  }

  show(utterance: string): void {
    this.wanted.value = { id: utterance, n: ++this.wishes };
  }

  /** To the sentence of the hint in the slot; from there back to where the reader was. */
  jump(): void {
    if (this.wanted.peek()) return this.back();
    const hint = this.call.peek()?.hints.get(this.desk.shown.peek()?.hint ?? '');
    if (hint) this.show(hint.utterance);
  }

  back(): void {
    this.wanted.value = null;
  }

  /** To the newest words. */
  toEdge(): void {
    this.wanted.value = null;
    this.edge.value++;
  }

  say(words: string): void {
    // The same words again are news again: a screen reader is told of changes only.
    this.words.value = this.words.peek() === words ? `${words}\u00a0` : words;
  }

  answer(hint: Hint, answer: Answer): void {
    const call = this.feed.call.peek();
    if (!this.active || !call) return;
    this.feed.report(call.callId, hint.id, answer);
    this.desk.putAway(hint);
    this.say(`Hint marked ${answer}`);
  }

  rendered(hint: Hint): void {
    const call = this.feed.call.peek();
    if (this.active && call) this.feed.report(call.callId, hint.id, 'rendered');
  }

  snooze(hint: Hint): void {
    if (!this.active) return;
    this.desk.snooze(hint, this.nowMs.peek());
    this.say(`No hints on ${hint.label || hint.kind} for five minutes`);
  }

  async flag(): Promise<void> {
    this.say((await this.feed.flag('')) ? 'Flagged' : 'Not flagged');
  }

  linkTo(atMs: number): string {
    const { callId, passive } = this.way.value;
    return linkTo(callId ?? '', passive, atMs);
  }
}
