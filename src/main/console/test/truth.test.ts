import { describe, expect, it } from 'vitest';
import { Access } from '../src/feed/access';
import { type CallState, emptyCall, reduce } from '../src/state/call';
import { find, spans } from '../src/state/find';
import { liveness } from '../src/state/liveness';
import { balance } from '../src/state/talk';
import { receiving, type TrackState } from '../src/state/tracks';
import { readEvent } from '../src/wire/events';
import { final, joined, partial, raw, session, started } from './events';

const fold = (events: unknown[], from = emptyCall('c')): CallState =>
  events.map(readEvent).reduce((state, read) => (read ? reduce(state, read) : state), from);

const health = (atMs: number, frames: number, more: object = {}, media = 'receiving') =>
  raw({
    type: 'health',
    atMs,
    media,
    tracks: [{ trackId: 't1', session: 'ready', heldMs: 0, levelDb: -90, textBehindMs: 0, ...more }],
    ledger: { tracks: [{ trackId: 't1', frames }] },
  });

const begun = fold([started, joined(2, 't1', 'agent'), session(3, 't1', 1, 'ready'), health(1_000, 50)]);

describe('whether a call is live', () => {
  const state = (call: CallState, connected = true, unheardMs = 0) => liveness(call, connected, unheardMs).state;

  it('is so in silence, which arrives as frames', () => {
    const silent = fold([health(2_000, 100), health(9_000, 450)], begun);
    expect(receiving(silent.tracks.get('t1') as TrackState)).toBe('silence');
    expect(state(silent)).toBe('live');
  });

  it('is not where frames stop, though the connection stands', () => {
    const stalled = fold([health(2_000, 100), health(3_000, 100), health(5_000, 100)], begun);
    expect(receiving(stalled.tracks.get('t1') as TrackState)).toBe('nothing');
    expect(state(stalled)).toBe('nothingReceived');
    expect(state(fold([health(2_000, 100, {}, 'silent')], begun))).toBe('nothingReceived');
    expect(state(fold([health(2_000, 100, {}, 'lost')], begun))).toBe('mediaLost');
  });

  it('is not where somebody speaks and no text comes, or nobody is there to hear', () => {
    expect(state(fold([health(2_000, 100, { textBehindMs: 4_999 })], begun))).toBe('live');
    expect(state(fold([health(2_000, 100, { textBehindMs: 5_000 })], begun))).toBe('noText');
    expect(state(fold([session(4, 't1', 1, 'recovering')], begun))).toBe('noText');
  });

  it('is not where this page cannot know', () => {
    expect(state(begun, false)).toBe('cutOff');
    expect(state(begun, true, 4_000)).toBe('noWord');
    expect(state(begun, true, 3_999)).toBe('live');
  });

  it('begins and ends', () => {
    expect(state(fold([started]))).toBe('starting');
    expect(state({ ...begun, live: false }, false)).toBe('ended');
  });
});

describe('the balance of talk', () => {
  it('is of finished turns, by speaker, over all their tracks', () => {
    const call = fold(
      [
        joined(4, 't2', 'candidate'),
        joined(5, 't3', 'candidate'),
        final(6, 't1-u1', 0, 'One second.'),
        final(7, 't2-u1', 500, 'Two.', { endMs: 2_500 }),
        final(8, 't3-u1', 500, 'One.', { endMs: 1_500 }),
        partial('t1-u2', 3_000, 'Not yet'),
      ],
      begun,
    );
    expect(balance(call)).toEqual([
      { speaker: 'agent', ms: 1_000, part: 0.25 },
      { speaker: 'candidate', ms: 3_000, part: 0.75 },
    ]);
    expect(balance(begun)).toEqual([]);
  });
});

describe('finding', () => {
  const call = fold(
    [final(4, 't1-u1', 0, 'Ein Straßenname.'), final(5, 't1-u2', 900, 'STRASSE und Naïve'), final(6, 't1-u3', 950, '你好，世界')],
    begun,
  );

  it('finds in every sentence, in any case and any script, in order', () => {
    expect(find(call.timeline, 'na')).toEqual(['t1-u1', 't1-u2']);
    expect(find(call.timeline, ' NAI\u0308VE ')).toEqual(['t1-u2']);
    expect(find(call.timeline, '世界')).toEqual(['t1-u3']);
    expect(find(call.timeline, '  ')).toEqual([]);
  });

  it('knows where the words stand', () => {
    expect(spans('Nana na', 'na')).toEqual([
      [0, 2],
      [2, 4],
      [5, 7],
    ]);
    expect(spans('İstanbul', 'i')).toEqual([]);
    expect(spans('x', '')).toEqual([]);
  });
});

describe('the token', () => {
  const storage = () => {
    const kept = new Map<string, string>();
    return {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    } as unknown as Storage;
  };

  it('is taken out of the address and kept for the tab', () => {
    const tab = storage();
    const access = Access.of(tab);
    expect(access.take('#/calls/c')).toBeNull();
    expect(access.take('#token=a%20b&/calls/c?t=5')).toBe('#/calls/c?t=5');
    expect(access.current()).toBe('a b');
    expect(access.take('#token=other')).toBe('#/');
    expect(Access.of(tab).current()).toBe('other');
  });

  it('that is refused is asked for again, until another is given', () => {
    const access = Access.of(storage());
    access.onRefused();
    expect(access.refused.value).toBe(true);
    access.give(' new ');
    expect(access.refused.value).toBe(false);
    expect(access.current()).toBe('new');
  });
});
