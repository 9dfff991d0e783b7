import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Feed } from '../src/feed/feed';
import type { Hub } from '../src/feed/hub';
import { rowsOf } from '../src/state/timeline';
import { final, hint, joined, partial, raw, started } from './events';

/** A hub whose answers the test gives by hand. */
class HandHub implements Hub {
  readonly asked: Array<{
    method: string;
    args: readonly unknown[];
    answer: (result: unknown) => void;
    refuse: (message: string) => void;
  }> = [];
  private readonly handlers = new Map<string, (argument: unknown) => void>();
  private connected = () => {};
  private lost = () => {};

  invoke(method: string, ...args: readonly unknown[]): Promise<unknown> {
    return new Promise((answer, reject) => {
      this.asked.push({ method, args, answer, refuse: (message) => reject(new Error(message)) });
    });
  }

  on(method: string, handler: (argument: unknown) => void): void {
    this.handlers.set(method, handler);
  }

  onConnected(handler: () => void): void {
    this.connected = handler;
  }

  onLost(handler: () => void): void {
    this.lost = handler;
  }

  lose(): void {
    this.lost();
  }

  connect(): void {
    this.connected();
  }

  tell(method: string, argument: unknown): void {
    this.handlers.get(method)?.(argument);
  }

  of(method: string) {
    return this.asked.filter((call) => call.method === method);
  }

  async answer(method: string, result: unknown): Promise<void> {
    this.of(method).at(-1)?.answer(result);
    await settled();
  }
}

const settled = async () => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};

const snapshot = (events: unknown[], lastSeq: number, volatile: unknown[] = [], state = 'live') => ({
  callId: 'c',
  lastSeq,
  state,
  events,
  volatile,
});

describe('the feed', () => {
  let hub: HandHub;
  let feed: Feed;
  let localMs: number;
  const opening = [started, joined(2, 't1', 'agent'), final(3, 't1-u1', 100, 'Hello.')];
  const texts = () => rowsOf(feed.call.value?.timeline ?? []).flatMap((row) => (row.kind === 'utterance' ? [row.utterance.text] : []));
  const cursors = () => hub.of('Subscribe').map((call) => call.args[1]);

  beforeEach(async () => {
    hub = new HandHub();
    localMs = 50_000;
    feed = Feed.create(hub, () => localMs);
    feed.open('c');
    hub.connect();
    await hub.answer('Subscribe', snapshot(opening, 3));
  });

  it('watches the calls and subscribes to the open one from the start', () => {
    expect(hub.asked.map((call) => call.method)).toEqual(['Watch', 'ListCalls', 'Subscribe']);
    expect(hub.of('Subscribe')[0]?.args).toEqual(['c', 0]);
    expect(texts()).toEqual(['Hello.']);
  });

  it('takes events as they come', () => {
    hub.tell('event', partial('t1-u2', 2_000, 'How'));
    hub.tell('event', final(4, 't1-u2', 2_000, 'How are you?'));
    expect(texts()).toEqual(['Hello.', 'How are you?']);
  });

  it('subscribes again from its cursor after a reconnection, and takes nothing twice', async () => {
    hub.connect();
    expect(cursors()).toEqual([0, 3]);
    hub.tell('event', final(5, 't1-u3', 4_000, 'Three.'));
    await hub.answer('Subscribe', snapshot([final(4, 't1-u2', 2_000, 'Two.'), final(5, 't1-u3', 4_000, 'Three.')], 5));
    hub.tell('event', final(5, 't1-u3', 4_000, 'Three.'));
    hub.tell('event', final(6, 't1-u4', 6_000, 'Four.'));
    expect(texts()).toEqual(['Hello.', 'Two.', 'Three.', 'Four.']);
    expect(feed.call.value?.lastSeq).toBe(6);
  });

  it('subscribes again when events are missing', async () => {
    hub.tell('event', final(6, 't1-u4', 6_000, 'Four.'));
    expect(cursors()).toEqual([0, 3]);
    expect(texts()).toEqual(['Hello.']);
    await hub.answer(
      'Subscribe',
      snapshot(
        [4, 5, 6].map((seq) => final(seq, `t1-u${seq}`, seq * 1_000, `No ${seq}`)),
        6,
      ),
    );
    expect(texts()).toEqual(['Hello.', 'No 4', 'No 5', 'No 6']);
  });

  it('takes what came while it was asking', async () => {
    hub.connect();
    hub.tell('event', final(4, 't1-u2', 2_000, 'Two.'));
    expect(texts()).toEqual(['Hello.']);
    await hub.answer('Subscribe', snapshot([], 3));
    expect(texts()).toEqual(['Hello.', 'Two.']);
  });

  it('subscribes again when the server says so', () => {
    hub.tell('resume', { callId: 'other', afterSeq: 1 });
    hub.tell('resume', { callId: 'c', afterSeq: 1 });
    expect(cursors()).toEqual([0, 3]);
  });

  it('starts over when the log is shorter than what it knows', async () => {
    hub.connect();
    await hub.answer('Subscribe', snapshot([], 1));
    expect(cursors()).toEqual([0, 3, 0]);
    await hub.answer('Subscribe', snapshot([started], 1));
    expect(feed.call.value?.lastSeq).toBe(1);
    expect(texts()).toEqual([]);
  });

  it('does not take in the answer for a call that is not open any more', async () => {
    hub.connect();
    const late = hub.of('Subscribe').at(-1);
    feed.open('d');
    late?.answer(snapshot([final(4, 't1-u2', 2_000, 'Two.')], 4));
    await settled();
    expect(feed.call.value).toMatchObject({ callId: 'd', lastSeq: 0 });
    expect(hub.of('Unsubscribe').map((call) => call.args)).toEqual([['c']]);
  });

  it('opens an unknown call once it is listed', async () => {
    feed.open('d');
    hub.of('Subscribe').at(-1)?.refuse("Unknown call 'd'");
    await settled();
    expect(feed.problem.value).toBe('unknown');
    hub.tell('calls', { calls: [{ callId: 'c', state: 'live' }] });
    expect(hub.of('Subscribe')).toHaveLength(2);
    hub.tell('calls', { calls: [{ callId: 'd', state: 'live' }] });
    expect(hub.of('Subscribe').at(-1)?.args).toEqual(['d', 0]);
  });

  it('asks again, after a while, when the answer leaves a gap', async () => {
    vi.useFakeTimers();
    hub.connect();
    hub.tell('event', final(9, 't1-u9', 9_000, 'Nine.'));
    await hub.answer('Subscribe', snapshot([], 3));
    expect(cursors()).toEqual([0, 3]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(cursors()).toEqual([0, 3, 3]);
    vi.useRealTimers();
  });

  it('reports each outcome of a hint once', () => {
    for (const outcome of ['rendered', 'rendered', 'used']) feed.report('c', 'h1', outcome);
    expect(hub.of('Outcome').map((call) => call.args)).toEqual([
      ['c', 'h1', 'rendered'],
      ['c', 'h1', 'used'],
    ]);
  });

  it('says after an outage what was missed, and where', async () => {
    hub.tell('event', partial('t1-u2', 2_000, 'How'));
    hub.lose();
    localMs += 8_000;
    hub.connect();
    const gap = raw({ seq: 6, type: 'audioGap', atMs: 3_000, track: 't1', startMs: 2_900, endMs: 3_000, samples: 1 });
    await hub.answer(
      'Subscribe',
      snapshot([final(4, 't1-u2', 2_000, 'How are you?'), hint(5, 'h1', 't1-u2', 5_000), gap], 6),
    );
    expect(feed.missed.value).toEqual({ ms: 8_000, sentences: 1, hints: 1, expired: 1, gapMs: 100, flags: 0 });
    const cut = rowsOf(feed.call.value?.timeline ?? []).find((row) => row.id.startsWith('cut'));
    expect(cut).toMatchObject({ kind: 'mark', mark: { type: 'cutOff', ms: 8_000 } });
    feed.forgetMissed();
    expect(feed.missed.value).toBeNull();
  });

  it('says nothing of an outage before anything was read', async () => {
    feed.open('d');
    hub.lose();
    hub.connect();
    await hub.answer('Subscribe', { ...snapshot([], 0), callId: 'd' });
    expect(feed.missed.value).toBeNull();
  });

  it('takes a long log in slices, and what comes meanwhile after it', async () => {
    vi.useFakeTimers();
    hub.connect();
    const log = Array.from({ length: 400 }, (_, n) => final(n + 4, `t1-v${n}`, 3_000 + n, `No ${n}`));
    await hub.answer('Subscribe', snapshot(log, 403));
    expect(texts()).toEqual(['Hello.']);
    hub.tell('event', final(404, 't1-w', 9_000, 'Last.'));
    await vi.advanceTimersByTimeAsync(100);
    expect(texts()).toHaveLength(402);
    expect(texts().at(-1)).toBe('Last.');
    vi.useRealTimers();
  });

  it('knows how long the server has said nothing of the call', () => {
    hub.tell('event', partial('t1-u2', 2_000, 'How'));
    localMs += 4_500;
    expect(feed.unheardMs()).toBe(4_500);
  });

  it('keeps the clock of a live call, and none for one that is over or was over before', async () => {
    hub.tell('event', hint(4, 'h1', 't1-u1', 9_000));
    localMs += 500;
    expect(feed.nowMs()).toBe(6_500);
    hub.tell('event', raw({ seq: 5, type: 'callEnded', atMs: 7_000, cause: 'mediaEnded', durationMs: 7_000 }));
    expect(feed.nowMs()).toBe(Number.POSITIVE_INFINITY);
    feed.open('e');
    await hub.answer('Subscribe', { ...snapshot([{ ...started, callId: 'e' }], 1, [], 'ended'), callId: 'e' });
    expect(feed.nowMs()).toBe(Number.POSITIVE_INFINITY);
  });
});
