import { memo } from 'preact/compat';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Page } from '../feed/page';
import type { Chunk, Row } from '../state/timeline';
import { HintRow } from './HintRow';
import { UtteranceRow } from './UtteranceRow';
import { markText } from './markWords';
import type { Measure } from './window';
import { words } from './words';

interface Props {
  chunk: Chunk;
  /** The row before its first. */
  above: Row | undefined;
  speakers: ReadonlyMap<string, string>;
  /** The sentence in it that is looked for. */
  target: string | null;
  page: Page;
  measure: Measure;
}

/** A run of rows. */
export const RowChunk = memo(function RowChunk({ chunk, above, speakers, target, page, measure }: Props) {
  const element = useRef<HTMLOListElement>(null);
  useLayoutEffect(() => (element.current ? measure(chunk.id, element.current) : undefined), []);
  const speakerOf = (track: string) => speakers.get(track) ?? (track || 'unknown');
  let before = above;
  return (
    <ol class="rows" ref={element}>
      {chunk.rows.map((row) => {
        const continued =
          before?.kind === 'utterance' &&
          row.kind === 'utterance' &&
          speakerOf(before.utterance.track) === speakerOf(row.utterance.track);
        before = row;
        return <RowItem key={`${row.kind} ${row.id}`} {...{ row, continued, target, page, speakerOf }} />;
      })}
    </ol>
  );
});

/** As high as the rows that are not drawn. */
export function Room({ px }: { px: number }) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (element.current) element.current.style.height = `${px}px`;
  }, [px]);
  return <div class="room" ref={element} />;
}

interface ItemProps {
  row: Row;
  continued: boolean;
  target: string | null;
  page: Page;
  speakerOf: (track: string) => string;
}

function RowItem({ row, continued, target, page, speakerOf }: ItemProps) {
  if (row.kind === 'utterance') {
    const { utterance } = row;
    return (
      <li class="row">
        <UtteranceRow
          utterance={utterance}
          speaker={speakerOf(utterance.track)}
          continued={continued}
          sought={target === utterance.id}
          link={page.linkTo(utterance.startMs)}
        />
      </li>
    );
  }
  if (row.kind === 'hint') {
    return (
      <li class="row">
        <HintRow hint={row.hint} page={page} />
      </li>
    );
  }
  const { mark } = row;
  return (
    <li class="row slim">
      <p class="mark" data-testid="mark" data-mark={mark.type} data-seq={row.id} data-state={'state' in mark ? mark.state : undefined}>
        {markText(mark, mark.track === '' ? '' : words(speakerOf(mark.track)))}
      </p>
    </li>
  );
}
