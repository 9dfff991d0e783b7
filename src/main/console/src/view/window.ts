import { type RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Chunk, Timeline } from '../state/timeline';

/** Height of a row that was never drawn, px. */
const ROW_PX = 48;

/** So many chunks at the end are always drawn: that is where the call goes on. */
const TAIL = 2;

/** A part of the transcript: rows that are drawn, or room as high as those that are not. */
export type Part =
  | { readonly kind: 'rows'; readonly chunk: Chunk; readonly above: Chunk | undefined }
  | { readonly kind: 'room'; readonly id: number; readonly px: number };

/** Told of the element of a chunk that is drawn; what it gives is called before that leaves the document. */
export type Measure = (chunk: number, element: HTMLElement) => () => void;

/**
 * What of a transcript is in the document: what is within a screen of where it is read, its end, and what is looked for.
 * The rest is room, one element for each stretch of it, so that a page does not grow with its call.
 */
export function useWindow(region: RefObject<HTMLElement | null>, timeline: Timeline, forced: number | undefined) {
  const { heightOf, measure } = useMemo(heightBook, []);
  const chunks = useRef(timeline);
  chunks.current = timeline;
  const [seen, setSeen] = useState<Span>([0, 0]);
  useLayoutEffect(() => {
    const scrolled = region.current;
    if (!scrolled) return undefined;
    const look = () => {
      const now = inSight(scrolled, chunks.current, heightOf);
      setSeen((before) => (before[0] === now[0] && before[1] === now[1] ? before : now));
    };
    const onResize = new ResizeObserver(look);
    onResize.observe(scrolled);
    scrolled.addEventListener('scroll', look, { passive: true });
    return () => {
      onResize.disconnect();
      scrolled.removeEventListener('scroll', look);
    };
  }, []);
  const isDrawn = (chunk: Chunk, i: number) =>
    (i >= seen[0] && i <= seen[1]) || i >= timeline.length - TAIL || chunk.id === forced;
  return { parts: partsOf(timeline, isDrawn, heightOf), measure };
}

/** How high each chunk is, or was when it was drawn last; a guess of one that never was. */
function heightBook() {
  const drawn = new Map<number, HTMLElement>();
  const left = new Map<number, number>();
  const heightOf = ({ id, rows }: Chunk) => drawn.get(id)?.offsetHeight ?? left.get(id) ?? rows.length * ROW_PX;
  const measure: Measure = (chunk, element) => {
    drawn.set(chunk, element);
    return () => {
      left.set(chunk, element.offsetHeight);
      drawn.delete(chunk);
    };
  };
  return { heightOf, measure };
}

/** Places of the first and the last chunk of a run. */
type Span = readonly [from: number, to: number];

/** The chunks within a screen above and below what is on it. */
export function inSight(
  screen: { readonly scrollTop: number; readonly clientHeight: number },
  timeline: Timeline,
  px: (chunk: Chunk) => number,
): Span {
  const { scrollTop, clientHeight } = screen;
  const bottoms: number[] = [];
  for (const chunk of timeline) bottoms.push((bottoms.at(-1) ?? 0) + px(chunk));
  const from = bottoms.findIndex((bottom) => bottom > scrollTop - clientHeight);
  const below = bottoms.findIndex((bottom) => bottom > scrollTop + 2 * clientHeight);
  const last = timeline.length - 1;
  return [from < 0 ? Math.max(0, last) : from, below < 0 ? last : below];
}

function partsOf(
  timeline: Timeline,
  isDrawn: (chunk: Chunk, i: number) => boolean,
  heightOf: (chunk: Chunk) => number,
): Part[] {
  const parts: Part[] = [];
  for (const [i, chunk] of timeline.entries()) {
    const before = parts.at(-1);
    if (isDrawn(chunk, i)) parts.push({ kind: 'rows', chunk, above: timeline[i - 1] });
    else if (before?.kind === 'room') parts.splice(-1, 1, { ...before, px: before.px + heightOf(chunk) });
    else parts.push({ kind: 'room', id: chunk.id, px: heightOf(chunk) });
  }
  return parts;
}
