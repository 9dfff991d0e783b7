// The order of the transcript: rows by their place on the call clock; a hint right below its sentence; of two at the same
// place, the earlier arrival first. Kept in chunks, so that a change makes anew only the chunk it is in, and the page can
// leave out of the document what is far from where it is read.

import type { Hint, Mark, Utterance } from './call';

export type Row = { readonly id: string; readonly atMs: number } & (
  | { readonly kind: 'utterance'; readonly utterance: Utterance }
  | { readonly kind: 'hint'; readonly hint: Hint }
  | { readonly kind: 'mark'; readonly mark: Mark }
);

export type RowKind = Row['kind'];

/** Never empty. Its id is its own for as long as it is there. */
export interface Chunk {
  readonly id: number;
  readonly rows: readonly Row[];
}

export type Timeline = readonly Chunk[];

export const CHUNK_ROWS = 32;

const rank = (row: Row): number => (row.kind === 'hint' ? 1 : 0);
const standsAfter = (row: Row, other: Row): boolean =>
  other.atMs < row.atMs || (other.atMs === row.atMs && rank(other) <= rank(row));

/** Puts a row in that is not there yet. */
export function add(timeline: Timeline, row: Row): Timeline {
  const at = Math.max(
    0,
    timeline.findLastIndex((chunk) => chunk.rows[0] !== undefined && standsAfter(row, chunk.rows[0])),
  );
  const chunk = timeline[at];
  if (!chunk) return [{ id: 0, rows: [row] }];
  const before = chunk.rows.findLastIndex((other) => standsAfter(row, other)) + 1;
  if (before === chunk.rows.length && before >= CHUNK_ROWS) {
    return timeline.toSpliced(at + 1, 0, { id: newId(timeline), rows: [row] });
  }
  return timeline.toSpliced(at, 1, ...parts(timeline, chunk.id, chunk.rows.toSpliced(before, 0, row)));
}

/** The row of the same kind and id in this new form, moved where its time is another; added where there is none. */
export function put(timeline: Timeline, row: Row): Timeline {
  const place = find(timeline, row.kind, row.id);
  if (!place) return add(timeline, row);
  const { chunk, index } = place;
  const known = chunk.rows[index];
  if (known?.atMs !== row.atMs) return add(remove(timeline, row.kind, row.id), row);
  return timeline.with(place.at, { id: chunk.id, rows: chunk.rows.with(index, row) });
}

export function remove(timeline: Timeline, kind: RowKind, id: string): Timeline {
  const place = find(timeline, kind, id);
  if (!place) return timeline;
  const rows = place.chunk.rows.toSpliced(place.index, 1);
  return timeline.toSpliced(place.at, 1, ...(rows.length > 0 ? [{ id: place.chunk.id, rows }] : []));
}

/** Looked for from the end, where most of what changes is. */
export function find(timeline: Timeline, kind: RowKind, id: string) {
  for (let at = timeline.length - 1; at >= 0; at--) {
    const chunk = timeline[at] as Chunk;
    const index = chunk.rows.findLastIndex((row) => row.kind === kind && row.id === id);
    if (index >= 0) return { at, chunk, index };
  }
  return null;
}

export function rowsOf(timeline: Timeline): Row[] {
  return timeline.flatMap((chunk) => chunk.rows);
}

export function lastRow(timeline: Timeline): Row | undefined {
  return timeline.at(-1)?.rows.at(-1);
}

/** One that has grown in its middle is cut in two. */
function parts(timeline: Timeline, id: number, rows: readonly Row[]): Chunk[] {
  if (rows.length <= 2 * CHUNK_ROWS) return [{ id, rows }];
  return [
    { id, rows: rows.slice(0, CHUNK_ROWS) },
    { id: newId(timeline), rows: rows.slice(CHUNK_ROWS) },
  ];
}

const newId = (timeline: Timeline): number => Math.max(...timeline.map((chunk) => chunk.id)) + 1;
