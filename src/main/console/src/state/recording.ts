// A call that is over, as it was at any moment of it: its log, folded up to a time. States on the way are kept, so that
// going back costs no more than going on.

import type { CallEvent } from '../wire/events';
import { type CallState, emptyCall, reduceLogged } from './call';

export type MomentKind = 'hint' | 'gap' | 'flag';

/** What is worth going to. */
export interface Moment {
  readonly kind: MomentKind;
  readonly atMs: number;
}

const KEPT_EVERY = 100;

export class Recording {
  private readonly kept: CallState[];

  private constructor(
    private readonly events: readonly CallEvent[],
    callId: string,
  ) {
    this.kept = [emptyCall(callId)];
  }

  static of(callId: string, events: readonly CallEvent[]): Recording {
    return new Recording(events, callId);
  }

  /** The call as it was at its end, a part at a time: what is asked for later is not far from there. */
  *foldedUp(): Generator<CallState> {
    for (let count = KEPT_EVERY; count < this.events.length; count += KEPT_EVERY) yield this.fold(count);
    yield this.fold(this.events.length);
  }

  get durationMs(): number {
    return this.events.at(-1)?.atMs ?? 0;
  }

  get moments(): Moment[] {
    return this.events.flatMap((event): Moment[] => {
      if (event.type === 'hintOffered') return [{ kind: 'hint', atMs: event.atMs ?? 0 }];
      if (event.type === 'audioGap') return [{ kind: 'gap', atMs: event.atMs ?? 0 }];
      return event.type === 'flagged' ? [{ kind: 'flag', atMs: event.atMs ?? 0 }] : [];
    });
  }

  /** The call as its log was at that time. */
  at(ms: number): CallState {
    const count = this.countAt(ms);
    return this.fold(count);
  }

  /** The time of the next event that shows anything; of the one before with `back`. Null at either end. */
  step(ms: number, back: boolean): number | null {
    const times = this.events.filter(shows).map((event) => event.atMs ?? 0);
    return (back ? times.findLast((at) => at < ms) : times.find((at) => at > ms)) ?? null;
  }

  private countAt(ms: number): number {
    let [from, to] = [0, this.events.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.events[middle]?.atMs ?? 0) <= ms) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  private fold(count: number): CallState {
    const nearest = Math.min(Math.floor(count / KEPT_EVERY), this.kept.length - 1);
    let state = this.kept[nearest] as CallState;
    for (let n = nearest * KEPT_EVERY; n < count; n++) {
      state = reduceLogged(state, this.events[n] as CallEvent);
      if ((n + 1) % KEPT_EVERY === 0 && (n + 1) / KEPT_EVERY === this.kept.length) this.kept.push(state);
    }
    return state;
  }
}

const SHOWN: readonly string[] = [
  ...['utteranceFinal', 'hintOffered', 'hintWithdrawn', 'audioGap', 'flagged'],
  ...['connectionChanged', 'participantsChanged'],
];
const shows = (event: CallEvent): boolean => SHOWN.includes(event.type);
