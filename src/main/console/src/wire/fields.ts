// The first reading of what comes over the wire: it arrives as `unknown`, and is taken field by field.

export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
export const fields = (value: unknown): Fields => (isFields(value) ? value : {});
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
/**
 * What turns text round: embeddings, overrides and isolates. Nobody speaks them, and one that is not ended, or ends what it did
 * not begin, would turn what the page says beside it.
 */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

export const text = (value: unknown): string => (typeof value === 'string' ? value.replace(TURNS, '') : '');
export const numberOrNull = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
export const number = (value: unknown): number => numberOrNull(value) ?? 0;
