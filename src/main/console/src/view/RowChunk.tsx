import type { RefObject } from 'preact';
import { memo } from 'preact/compat';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Page } from '../feed/page';
import type { Chunk, Row } from '../state/timeline';
import { HintRow } from './HintRow';
import { UtteranceRow } from './UtteranceRow';
import { markText } from './markWords';
import { words } from './words';

interface Props {
  chunk: Chunk;
  /** What scrolls. */
  region: RefObject<HTMLElement | null>;
  /** Drawn wherever it is. */
  kept: boolean;
  /** The row before its first. */
  above: Row | undefined;
  speakers: ReadonlyMap<string, string>;
  /** The sentence in it that is looked for. */
  target: string | null;
  page: Page;
}

/** Height of a row that was never drawn, px. */
const ROW_PX = 48;

/**
 * A run of rows. Far from what is being read it is only as high as its rows were: an hour's call has more of them than a page
 * can be asked to hold.
 */
export const RowChunk = memo(function RowChunk({ chunk, region, kept, above, speakers, target, page }: Props) {
  const element = useRef<HTMLOListElement>(null);
  const height = useRef(chunk.rows.length * ROW_PX);
  const [near, setNear] = useState(false);
  const drawn = kept || near;
  useEffect(() => {
    if (!element.current) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        const isNear = entries.at(-1)?.isIntersecting === true;
        if (element.current && element.current.childElementCount > 0) height.current = element.current.offsetHeight;
        setNear(isNear);
      },
      { root: region.current, rootMargin: '100% 0px' },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (element.current) element.current.style.height = drawn ? '' : `${height.current}px`;
  }, [drawn]);
  const speakerOf = (track: string) => speakers.get(track) ?? (track || 'unknown');
  let before = above;
  return (
    <ol class="rows" ref={element}>
      {drawn &&
        chunk.rows.map((row) => {
          const continued = before?.kind === 'utterance' && row.kind === 'utterance' && speakerOf(before.utterance.track) === speakerOf(row.utterance.track);
          before = row;
          return <RowItem key={`${row.kind} ${row.id}`} {...{ row, continued, target, page, speakerOf }} />;
        })}
    </ol>
  );
});

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
