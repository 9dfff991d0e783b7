import { describe, expect, it } from 'vitest';
import type { Timeline } from '../src/state/timeline';
import { inSight } from '../src/view/window';

const chunks = (count: number): Timeline => Array.from({ length: count }, (_, id) => ({ id, rows: [] }));
const of1000 = () => 1_000;

describe('what of a transcript is in sight', () => {
  it.each([
    ['the top', 0, [0, 1]],
    ['the middle', 5_000, [4, 6]],
    ['between two', 5_500, [4, 7]],
    ['the end', 9_200, [8, 9]],
    ['beyond the end, while rows leave', 50_000, [9, 9]],
  ])('is what is within a screen of it: at %s', (_, scrollTop, expected) => {
    expect(inSight({ scrollTop: scrollTop as number, clientHeight: 800 }, chunks(10), of1000)).toEqual(expected);
  });

  it('depends on how high each part really is', () => {
    const high = ({ id }: { id: number }) => (id === 0 ? 10_000 : 100);
    expect(inSight({ scrollTop: 9_500, clientHeight: 400 }, chunks(20), high)).toEqual([0, 4]);
  });

  it('is nothing where there is nothing', () => {
    expect(inSight({ scrollTop: 0, clientHeight: 800 }, [], of1000)).toEqual([0, -1]);
  });
});
