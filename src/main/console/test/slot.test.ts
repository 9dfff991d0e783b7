import { describe, expect, it } from 'vitest';
import { Desk, SNOOZE_MS } from '../src/feed/desk';
import { type CallState, emptyCall, type Hint, reduce } from '../src/state/call';
import { chooseNow, fate, freshness, type Mine, NOTHING_SAID, type Shown } from '../src/state/hints';
import { event, final, hint as offered, raw, started } from './events';

const hint = (id: string, seq: number, deadlineMs: number, more: Partial<Hint> = {}): Hint =>
  ({
    ...{ id, seq, deadlineMs, offeredMs: deadlineMs - 6_000, speechEndMs: deadlineMs - 8_000, kind: 'salary' },
    ...{ withdrawn: null, renderedMs: null, answer: '', label: '', text: '', why: '', quote: '', utterance: '', track: '' },
    ...more,
  }) satisfies Hint;

const choose = (hints: Hint[], nowMs: number, shown: Shown | null = null, mine: Partial<Mine> = {}) =>
  chooseNow(hints, nowMs, { ...NOTHING_SAID, ...mine }, shown)?.hint ?? null;

describe('the slot', () => {
  const old = hint('old', 1, 10_000);
  const young = hint('young', 2, 12_000);

  it('has the newest fresh hint, and none where there is none', () => {
    expect(choose([old, young], 9_000)).toBe('young');
    expect(choose([old], 9_000)).toBe('old');
    expect(choose([old], 20_000)).toBeNull();
    expect(choose([old], Number.POSITIVE_INFINITY)).toBeNull();
  });

  it('does not take away what is being read before it has had its time', () => {
    const shown = { hint: 'old', sinceMs: 6_000 };
    expect(choose([old, young], 9_999, shown)).toBe('old');
    expect(choose([old, young], 10_000, shown)).toBe('young');
    expect(choose([old, hint('young', 2, 12_000)], 10_001, { hint: 'old', sinceMs: 9_000 })).toBe('young');
  });

  it('lets what was there fade, or say why it goes, unless something fresh waits', () => {
    const shown = { hint: 'old', sinceMs: 1_000 };
    expect(choose([old], 11_000, shown)).toBe('old');
    expect(choose([old], 11_501, shown)).toBeNull();
    const gone = { ...old, withdrawn: { cause: 'superseded', atMs: 5_000 } };
    expect(choose([gone], 6_000, shown)).toBe('old');
    expect(choose([gone, young], 6_000, shown)).toBe('young');
    expect(choose([gone], 13_000, shown)).toBeNull();
    expect(choose([gone], 6_000)).toBeNull();
  });

  it('keeps what is pinned beyond its moment, but never instead of something fresh', () => {
    const mine = { pinned: new Set(['old']) };
    expect(choose([old], 60_000, null, mine)).toBe('old');
    expect(choose([old, young], 11_000, { hint: 'old', sinceMs: 1_000 }, mine)).toBe('young');
    expect(choose([{ ...old, withdrawn: { cause: 'x', atMs: 5_000 } }], 60_000, null, mine)).toBeNull();
  });

  it('does not have what was answered here or by another page, nor a kind that is snoozed', () => {
    expect(choose([old], 9_000, null, { done: new Set(['old']) })).toBeNull();
    expect(choose([{ ...old, answer: 'used' }], 9_000)).toBeNull();
    expect(choose([old], 9_000, null, { snoozed: new Map([['salary', 9_001]]) })).toBeNull();
    expect(choose([old], 9_001, null, { snoozed: new Map([['salary', 9_001]]) })).toBe('old');
    expect(choose([old], 9_000, null, { snoozed: new Map([['next_step', 99_000]]) })).toBe('old');
  });

  it('shows as a ring how much of the time is left', () => {
    expect([2_000, 6_000, 10_000, 99_000].map((now) => freshness(old, now))).toEqual([1, 0.5, 0, 0]);
  });
});

describe('what became of a hint', () => {
  it.each([
    [{}, 9_000, ''],
    [{}, 10_001, 'notShown'],
    [{ renderedMs: 9_000 }, 10_001, 'shown'],
    [{ renderedMs: 10_500 }, 10_501, 'shownLate'],
    [{ renderedMs: 9_000, answer: 'used' }, 9_500, 'used'],
    [{ withdrawn: { cause: 'x', atMs: 1 } }, 9_000, 'withdrawn'],
  ])('is said once it is certain: %j at %d ms is %j', (more, nowMs, said) => {
    expect(fate(hint('h', 1, 10_000, more), nowMs)).toBe(said);
  });
});

describe('the desk', () => {
  const call = [started, final(2, 't1-u1', 100, 'Money.'), offered(3, 'h1', 't1-u1', 9_000)]
    .map((each) => event(each))
    .reduce<CallState>(reduce, emptyCall('c'));
  const h1 = call.hints.get('h1') as Hint;

  it('puts away what was answered, also where it was pinned', () => {
    const desk = new Desk();
    desk.look(call, 6_000);
    expect(desk.shown.value).toEqual({ hint: 'h1', sinceMs: 6_000 });
    desk.pin(h1);
    desk.putAway(h1);
    desk.look(call, 6_100);
    expect(desk.shown.value).toBeNull();
  });

  it('snoozes a kind for a while, and wakes it', () => {
    const desk = new Desk();
    desk.snooze(h1, 6_000);
    desk.look(call, 6_100);
    expect(desk.shown.value).toBeNull();
    expect(desk.mine.value.snoozed.get('competing_offer')).toBe(6_000 + SNOOZE_MS);
    desk.wake('competing_offer');
    desk.look(call, 6_200);
    expect(desk.shown.value?.hint).toBe('h1');
  });

  it('keeps one and the same object while the same hint is shown, so that nothing is drawn for nothing', () => {
    const desk = new Desk();
    desk.look(call, 6_000);
    const before = desk.shown.value;
    desk.look(reduce(call, event(raw({ type: 'health', atMs: 6_100, tracks: [] }))), 6_250);
    expect(desk.shown.value).toBe(before);
  });
});
