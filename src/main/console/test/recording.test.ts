import { describe, expect, it } from 'vitest';
import { Player } from '../src/feed/player';
import type { Access } from '../src/feed/access';
import { Recording } from '../src/state/recording';
import { rowsOf } from '../src/state/timeline';
import { readEvents } from '../src/wire/events';
import { final, hint, joined, raw, started } from './events';

const LOG = [
  started,
  joined(2, 't1', 'agent'),
  final(3, 't1-u1', 1_000, 'One.'), // in the log at 2.5 s
  { ...hint(4, 'h1', 't1-u1', 9_000), atMs: 3_000 },
  raw({ seq: 5, type: 'hintOutcome', atMs: 3_200, hint: 'h1', outcome: 'rendered' }),
  raw({ seq: 6, type: 'audioGap', atMs: 5_000, track: 't1', startMs: 4_000, endMs: 4_800 }),
  final(7, 't1-u2', 6_000, 'Two.'),
  raw({ seq: 8, type: 'callEnded', atMs: 10_000, cause: 'hungUp', durationMs: 10_000 }),
];

const texts = (recording: Recording, ms: number) =>
  rowsOf(recording.at(ms).timeline).flatMap((row) => (row.kind === 'utterance' ? [row.utterance.text] : []));

describe('a recording', () => {
  const recording = Recording.of('c', readEvents(LOG));

  it('is at each moment what the log was then', () => {
    expect(texts(recording, 2_499)).toEqual([]);
    expect(texts(recording, 2_500)).toEqual(['One.']);
    expect(recording.at(3_100).hints.get('h1')?.renderedMs).toBeNull();
    expect(recording.at(3_200).hints.get('h1')?.renderedMs).toBe(3_200);
    expect(recording.at(9_999).live).toBe(true);
    expect(recording.at(10_000)).toMatchObject({ live: false, lastSeq: 8 });
  });

  it('knows its moments, and the steps to what comes and what was before', () => {
    expect(recording.moments).toEqual([
      { kind: 'hint', atMs: 3_000 },
      { kind: 'gap', atMs: 5_000 },
    ]);
    expect(recording.step(2_500, false)).toBe(3_000);
    expect(recording.step(3_000, true)).toBe(2_500);
    expect(recording.step(9_000, false)).toBeNull();
  });

  it('is the same at a time, in whatever order it is asked for', () => {
    const long = Array.from({ length: 950 }, (_, n) => final(n + 1, `t1-u${n}`, n * 100, `No ${n}`));
    const [forward, back] = [Recording.of('c', readEvents(long)), Recording.of('c', readEvents(long))];
    const times = [90_000, 1_600, 50_000, 49_900, 0, 96_400];
    const there = times.map((ms) => texts(forward, ms));
    expect(times.toReversed().map((ms) => texts(back, ms)).toReversed()).toEqual(there);
    expect(there[1]).toEqual(['No 0', 'No 1']);
  });
});

describe('a recording of a long call', () => {
  it('is folded up a part at a time, and is at its end then what it is when asked at once', () => {
    const long = Array.from({ length: 250 }, (_, n) => final(n + 1, `t1-u${n}`, n * 100, `No ${n}`));
    const recording = Recording.of('c', readEvents(long));
    const parts = [...recording.foldedUp()];
    expect(parts.map(({ lastSeq }) => lastSeq)).toEqual([100, 200, 250]);
    expect(parts.at(-1)).toEqual(Recording.of('c', readEvents(long)).at(60_000));
  });
});

describe('the player', () => {
  const access = { ask: async () => new Response(JSON.stringify({ events: LOG })) } as unknown as Access;

  it('plays at its speed to the end and stops there, and begins again from the start', async () => {
    const player = new Player(access);
    await player.open('c', 2_000);
    expect(player.state.value).toBe('on');
    player.setSpeed(2);
    player.toggle();
    player.tick(1_000);
    player.tick(1_500);
    expect(player.positionMs.value).toBe(3_000);
    expect(player.call.value?.hints.size).toBe(1);
    player.tick(9_000);
    expect(player.positionMs.value).toBe(10_000);
    expect(player.playing.value).toBe(false);
    player.toggle();
    expect(player.positionMs.value).toBe(0);
  });

  it('steps, and goes from mark to mark', async () => {
    const player = new Player(access);
    await player.open('c', 0);
    player.toMoment(false);
    player.toMoment(false);
    expect(player.positionMs.value).toBe(5_000);
    player.step(true);
    expect(player.positionMs.value).toBe(3_000);
    player.close();
    expect(player.call.value).toBeNull();
  });

  it('says that a log could not be read, and does not take the answer for what was closed meanwhile', async () => {
    const failing = new Player({ ask: async () => Promise.reject(new Error('503')) } as unknown as Access);
    await failing.open('c', 0);
    expect(failing.state.value).toBe('failed');
    const closed = new Player(access);
    const opening = closed.open('c', 0);
    closed.close();
    await opening;
    expect(closed.state.value).toBe('off');
  });
});
