import { describe, expect, it } from 'vitest';
import { add, CHUNK_ROWS, find, put, remove, type Row, rowsOf, type Timeline } from '../src/state/timeline';

const row = (id: string, atMs: number) => ({ kind: 'mark', id, atMs, mark: {} }) as unknown as Row;
const many = (count: number, step = 10): Timeline =>
  Array.from({ length: count }, (_, n) => row(`r${n}`, n * step)).reduce(add, [] as Timeline);
const ids = (timeline: Timeline) => rowsOf(timeline).map(({ id }) => id);
const isInOrder = (timeline: Timeline) => {
  const times = rowsOf(timeline).map(({ atMs }) => atMs);
  return times.every((at, n) => n === 0 || (times[n - 1] as number) <= at);
};

describe('the timeline', () => {
  it('is in chunks that stay small, and makes anew only the one that changes', () => {
    const before = many(10 * CHUNK_ROWS);
    expect(before).toHaveLength(10);
    const after = add(before, row('late', 35));
    expect(ids(after).slice(3, 6)).toEqual(['r3', 'late', 'r4']);
    expect(after.slice(1)).toEqual(before.slice(1));
    for (let n = 1; n < 10; n++) expect(after[n]).toBe(before[n]);
  });

  it('never has two chunks of one id, however it was filled', () => {
    let timeline: Timeline = [];
    let random = 42;
    for (let n = 0; n < 2_000; n++) {
      random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
      const at = random % 5_000;
      timeline = random % 7 === 0 ? remove(timeline, 'mark', `r${n - 3}`) : put(timeline, row(`r${n}`, at));
      if (random % 5 === 0) timeline = put(timeline, row(`r${n}`, (at * 7) % 5_000));
    }
    const chunkIds = timeline.map((chunk) => chunk.id);
    expect(new Set(chunkIds).size).toBe(chunkIds.length);
    expect(new Set(ids(timeline)).size).toBe(ids(timeline).length);
    expect(isInOrder(timeline)).toBe(true);
    expect(Math.max(...timeline.map((chunk) => chunk.rows.length))).toBeLessThanOrEqual(2 * CHUNK_ROWS + 1);
    expect(timeline.every((chunk) => chunk.rows.length > 0)).toBe(true);
  });

  it('moves a row whose time is another, and leaves one that is as it was where it stands', () => {
    const timeline = many(5);
    expect(ids(put(timeline, row('r0', 25)))).toEqual(['r1', 'r2', 'r0', 'r3', 'r4']);
    expect(ids(put(timeline, row('r2', 20)))).toEqual(ids(timeline));
  });

  it('takes out a row, and a chunk with its last', () => {
    const timeline = many(CHUNK_ROWS + 1);
    expect(timeline).toHaveLength(2);
    expect(remove(timeline, 'mark', `r${CHUNK_ROWS}`)).toHaveLength(1);
    expect(find(timeline, 'mark', 'nobody')).toBeNull();
  });
});
