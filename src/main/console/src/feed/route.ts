// Deep links: `#/calls/{callId}` opens a call, anything else the list.

export function callIdOf(hash: string): string | null {
  const encoded = /^#\/calls\/([^/]+)$/.exec(hash)?.[1];
  if (encoded === undefined) return null;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}

export function linkTo(callId: string): string {
  return `#/calls/${encodeURIComponent(callId)}`;
}
