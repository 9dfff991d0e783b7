// The order of the transcript: rows by their place on the call clock; of two at the same place, the earlier arrival first.

export type RowKind = 'utterance' | 'mark' | 'hint';

/** `id` is unique within its kind; a hint is a row of its own only until its utterance is final. */
export interface Row {
  readonly kind: RowKind;
  readonly id: string;
  readonly atMs: number;
}

export type Timeline = readonly Row[];

/** Moves the row when it is already there under another time; gives back the same list when nothing changes. */
export function place(timeline: Timeline, row: Row): Timeline {
  const known = timeline.findLastIndex((other) => other.kind === row.kind && other.id === row.id);
  if (known >= 0 && timeline[known]?.atMs === row.atMs) return timeline;
  const others = known >= 0 ? timeline.toSpliced(known, 1) : timeline;
  const before = others.findLastIndex((other) => other.atMs <= row.atMs);
  return others.toSpliced(before + 1, 0, row);
}

export function remove(timeline: Timeline, kind: RowKind, gone: (id: string) => boolean): Timeline {
  const rest = timeline.filter((row) => row.kind !== kind || !gone(row.id));
  return rest.length === timeline.length ? timeline : rest;
}
