// The transcript as a file. The server makes it; a link alone could not show a token.

import type { Access } from './access';

export const FORMATS = ['json', 'vtt', 'srt', 'txt'] as const;

export type Format = (typeof FORMATS)[number];

export async function download(access: Access, callId: string, format: Format): Promise<void> {
  const answer = await access.ask(`/api/calls/${encodeURIComponent(callId)}/transcript.${format}`);
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = `${callId}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
