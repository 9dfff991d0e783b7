// Replays a call that is over: its log is read once, and shown as it was at the position.

import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { CallState } from '../state/call';
import { Recording } from '../state/recording';
import { readEvents } from '../wire/events';
import { fields } from '../wire/fields';
import type { Access } from './access';
import { pause } from './hub';

export const SPEEDS = [1, 2, 4, 8] as const;

export type PlayerState = 'off' | 'loading' | 'failed' | 'on';

export class Player {
  private readonly phase = signal<PlayerState>('off');
  private readonly loaded = signal<Recording | null>(null);
  private readonly place = signal(0);
  private readonly running = signal(false);
  private readonly pace = signal<number>(1);
  private before: number | null = null;
  /** Counts what was opened: the answer for an earlier one comes too late. */
  private opening = 0;

  readonly state: ReadonlySignal<PlayerState> = this.phase;
  readonly recording: ReadonlySignal<Recording | null> = this.loaded;
  readonly positionMs: ReadonlySignal<number> = this.place;
  readonly playing: ReadonlySignal<boolean> = this.running;
  readonly speed: ReadonlySignal<number> = this.pace;
  /** The call as it was at the position; null while nothing is replayed. */
  readonly call: ReadonlySignal<CallState | null> = computed(() => this.loaded.value?.at(this.place.value) ?? null);

  constructor(private readonly access: Access) {}

  async open(callId: string, atMs: number): Promise<void> {
    const opening = ++this.opening;
    this.phase.value = 'loading';
    try {
      const answer = await this.access.ask(`/api/calls/${encodeURIComponent(callId)}/events`);
      const log = fields(await answer.json()).events;
      // The log of a long call must not hold up the page.
      await pause(0);
      const recording = Recording.of(callId, readEvents(log));
      await pause(0);
      for (const _ of recording.foldedUp()) await pause(0);
      if (opening !== this.opening) return;
      batch(() => {
        this.loaded.value = recording;
        this.phase.value = 'on';
        this.seek(atMs);
      });
    } catch {
      if (opening === this.opening) this.phase.value = 'failed';
    }
  }

  close(): void {
    this.opening++;
    batch(() => {
      this.phase.value = 'off';
      this.loaded.value = null;
      this.running.value = false;
    });
  }

  seek(ms: number): void {
    this.place.value = Math.min(Math.max(0, ms), this.loaded.peek()?.durationMs ?? 0);
  }

  /** From the end it begins again. */
  toggle(): void {
    const atEnd = this.place.peek() >= (this.loaded.peek()?.durationMs ?? 0);
    if (!this.running.peek() && atEnd) this.seek(0);
    this.running.value = !this.running.peek();
    this.before = null;
  }

  setSpeed(speed: number): void {
    this.pace.value = speed;
  }

  step(back: boolean): void {
    const recording = this.loaded.peek();
    if (!recording) return;
    this.running.value = false;
    this.seek(recording.step(this.place.peek(), back) ?? (back ? 0 : recording.durationMs));
  }

  /** To the next hint, gap or flag. */
  toMoment(back: boolean): void {
    const times = this.loaded.peek()?.moments.map(({ atMs }) => atMs) ?? [];
    const here = this.place.peek();
    const next = back ? times.findLast((at) => at < here) : times.find((at) => at > here);
    if (next !== undefined) this.seek(next);
  }

  /** Time has passed; `localMs` is monotonic. */
  tick(localMs: number): void {
    if (!this.running.peek()) return;
    const passed = this.before === null ? 0 : localMs - this.before;
    this.before = localMs;
    this.seek(this.place.peek() + passed * this.pace.peek());
    if (this.place.peek() >= (this.loaded.peek()?.durationMs ?? 0)) this.running.value = false;
  }
}
