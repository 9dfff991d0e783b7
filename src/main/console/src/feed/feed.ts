// The list of calls and the one call that is open, kept gapless over a connection that loses messages.

import { batch, signal, type ReadonlySignal } from '@preact/signals';
import { type CallState, emptyCall, reduce, reduceLogged, reduceShowing, standing } from '../state/call';
import { inOrder } from '../state/calls';
import { callTime, observe, unsetClock } from '../state/clock';
import { withMark } from '../state/marks';
import { type Missed, missed } from '../state/missed';
import { type CallSummary, readCalls } from '../wire/calls';
import { type CallEvent, readEvent, readResume, readSnapshot, type Snapshot } from '../wire/events';
import { fields, list } from '../wire/fields';
import { type Hub, pause } from './hub';

/** Why the open call is not shown. `unknown`: no such call yet; it opens by itself once it is listed. */
export type Problem = 'unknown' | 'failed';

/** Wait before asking again when the answer did not move the cursor, so that a broken server is not hammered. */
const STUCK_WAIT_MS = 1_000;

/** Events taken in at one go: the log of a long call must not hold up the page. */
const SLICE = 150;

export class Feed {
  private readonly callList = signal<readonly CallSummary[] | null>(null);
  private readonly openCall = signal<CallState | null>(null);
  private readonly openProblem = signal<Problem | null>(null);
  private readonly missedLast = signal<Missed | null>(null);
  private clock = unsetClock;
  /** Events of the open call that came while its snapshot was on the way; null when none is. */
  private pending: CallEvent[] | null = null;
  /** Counts subscriptions: the answer to an older one is not taken in. */
  private attempt = 0;
  private connected = false;
  /** When the connection was lost that is to be told of once the call is read again; local time. */
  private lostAt: number | null = null;
  private heardAt: number;
  private readonly reported = new Set<string>();

  private constructor(
    private readonly hub: Hub,
    private readonly localMs: () => number,
  ) {
    this.heardAt = localMs();
    hub.on('calls', (raw) => this.onCalls(readCalls(raw)));
    hub.on('event', (raw) => this.onEvent(readEvent(raw)));
    hub.on('resume', (raw) => this.onResume(readResume(raw)));
    hub.onConnected(() => this.onConnected());
    hub.onLost(() => {
      this.connected = false;
      this.lostAt ??= this.localMs();
    });
  }

  /** `localMs` is a monotonic clock in ms. */
  static create(hub: Hub, localMs: () => number = () => performance.now()): Feed {
    return new Feed(hub, localMs);
  }

  /** Null until the first answer. */
  get calls(): ReadonlySignal<readonly CallSummary[] | null> {
    return this.callList;
  }

  /** Null while no call is open; empty until the open one has answered. */
  get call(): ReadonlySignal<CallState | null> {
    return this.openCall;
  }

  get problem(): ReadonlySignal<Problem | null> {
    return this.openProblem;
  }

  /** What came while this page was cut off last. */
  get missed(): ReadonlySignal<Missed | null> {
    return this.missedLast;
  }

  /** Ms on the clock of the open call; infinite once it is over: then all its hints are history. */
  nowMs(): number {
    if (this.openCall.peek()?.live === false) return Number.POSITIVE_INFINITY;
    return callTime(this.clock, this.localMs()) ?? Number.POSITIVE_INFINITY;
  }

  /** Since the server last had a word of the open call. */
  unheardMs(): number {
    return this.localMs() - this.heardAt;
  }

  open(callId: string | null): void {
    const before = this.openCall.peek()?.callId ?? null;
    if (before === callId) return;
    if (before !== null) void this.tell('Unsubscribe', before);
    this.startOver(callId);
    if (this.connected) void this.subscribe();
  }

  /** Says once what became of a hint here: `rendered`, `used`, `dismissed` or `wrong`. */
  report(callId: string, hint: string, outcome: string): void {
    const key = JSON.stringify([callId, hint, outcome]);
    if (this.reported.has(key)) return;
    this.reported.add(key);
    void this.tell('Outcome', callId, hint, outcome);
  }

  /** Marks this moment; whether it was taken. */
  async flag(note: string): Promise<boolean> {
    const callId = this.openCall.peek()?.callId;
    if (callId === undefined) return false;
    return this.hub.invoke('Flag', callId, note).then(
      () => true,
      () => false,
    );
  }

  forgetMissed(): void {
    this.missedLast.value = null;
  }

  private onConnected(): void {
    this.connected = true;
    void this.tell('Watch');
    void this.hub.invoke('ListCalls').then((raw) => this.onCalls(readCalls(raw)), ignored);
    void this.subscribe();
  }

  private onCalls(calls: CallSummary[]): void {
    this.callList.value = inOrder(calls);
    const waiting = this.openProblem.peek() === 'unknown' ? this.openCall.peek()?.callId : undefined;
    if (calls.some((call) => call.callId === waiting)) void this.subscribe();
  }

  /** The page's own cursor is at least as far as the one the server remembers. */
  private onResume(callId: string): void {
    if (callId === this.openCall.peek()?.callId) void this.subscribe();
  }

  private onEvent(event: CallEvent | null): void {
    const state = this.openCall.peek();
    if (!event || !state || event.callId !== state.callId) return;
    this.heardAt = this.localMs();
    if (this.pending) this.pending.push(event);
    else if (standing(state, event) === 'ahead') void this.subscribe();
    else this.take(reduce(state, event), event);
  }

  /** Asks for everything after the cursor; what comes meanwhile waits for the answer. */
  private async subscribe(): Promise<void> {
    const state = this.openCall.peek();
    if (!state) return;
    const attempt = ++this.attempt;
    this.pending = [];
    const answer = await this.hub.invoke('Subscribe', state.callId, state.lastSeq).catch(asError);
    if (attempt !== this.attempt) return;
    if (answer instanceof Error) return this.onRefused(answer, attempt);
    // That it was taken off the wire was work enough for once.
    if (list(fields(answer).events).length > SLICE) await pause(0);
    if (attempt !== this.attempt) return;
    const snapshot = readSnapshot(answer);
    if (snapshot.lastSeq < state.lastSeq) {
      // The log is shorter than what was read of it: this is another call under the same id.
      this.startOver(state.callId);
      return this.subscribe();
    }
    const moved = await this.onSnapshot(snapshot, attempt);
    if (moved === 'stuck') {
      await pause(STUCK_WAIT_MS);
      if (attempt === this.attempt) await this.subscribe();
    }
  }

  private async onSnapshot(snapshot: Snapshot, attempt: number): Promise<'live' | 'stuck' | 'outdated'> {
    const before = this.openCall.peek();
    if (!before) return 'outdated';
    this.heardAt = this.localMs();
    // A call that was over before it was opened keeps no clock: nothing of it is new.
    const overAlready = snapshot.state === 'ended' && this.clock.startedLocalMs === null;
    const heard = overAlready ? [] : [...snapshot.events, ...snapshot.volatile];
    for (const event of heard) this.clock = observe(this.clock, this.localMs(), event.atMs);
    let state = this.withOutage(before, snapshot);
    for (const [n, event] of snapshot.events.entries()) {
      if (n > 0 && n % SLICE === 0) {
        await pause(0);
        if (attempt !== this.attempt) return 'outdated';
      }
      state = reduceLogged(state, event);
    }
    return this.catchUp(reduceShowing(state, snapshot));
  }

  /** Takes in what came while the snapshot was on its way. */
  private catchUp(read: CallState): 'live' | 'stuck' {
    const waiting = this.pending ?? [];
    let state = read;
    this.pending = null;
    for (const event of waiting) {
      if (standing(state, event) === 'ahead') {
        this.pending = [];
        break;
      }
      state = reduce(state, event);
    }
    batch(() => {
      this.openProblem.value = null;
      this.openCall.value = state;
    });
    return this.pending ? 'stuck' : 'live';
  }

  /** Says what was missed, and where in the transcript it was that nothing came. */
  private withOutage(state: CallState, snapshot: Snapshot): CallState {
    const lostAt = this.lostAt;
    this.lostAt = null;
    if (lostAt === null || state.lastSeq === 0 || !state.live) return state;
    const ms = this.localMs() - lostAt;
    const now = callTime(this.clock, this.localMs()) ?? Number.POSITIVE_INFINITY;
    this.missedLast.value = missed(ms, snapshot.events, now);
    return withMark(state, `cut-${lostAt}`, { type: 'cutOff', track: '', ms }, callTime(this.clock, lostAt));
  }

  private async onRefused(error: Error, attempt: number): Promise<void> {
    const unknown = error.message.includes('Unknown call');
    this.openProblem.value = unknown ? 'unknown' : 'failed';
    this.pending = null;
    // An unknown call is asked for again when it is listed, a lost connection when it is back.
    if (unknown) return;
    await pause(STUCK_WAIT_MS);
    if (attempt === this.attempt && this.openProblem.peek() === 'failed') await this.subscribe();
  }

  private take(state: CallState, event: CallEvent): void {
    this.clock = observe(this.clock, this.localMs(), event.atMs);
    this.openCall.value = state;
  }

  private startOver(callId: string | null): void {
    this.attempt++;
    this.pending = null;
    this.clock = unsetClock;
    this.heardAt = this.localMs();
    this.lostAt = null;
    batch(() => {
      this.openProblem.value = null;
      this.missedLast.value = null;
      this.openCall.value = callId === null ? null : emptyCall(callId);
    });
  }

  /** For what need not be answered: a lost connection undoes it anyway. */
  private async tell(method: string, ...args: readonly unknown[]): Promise<void> {
    await this.hub.invoke(method, ...args).catch(ignored);
  }
}

function ignored(): void {}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
