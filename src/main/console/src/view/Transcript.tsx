import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Page } from '../feed/page';
import type { CallState } from '../state/call';
import { find } from '../state/timeline';
import { FindBar } from './FindBar';
import { Replay } from './Replay';
import { Room, RowChunk } from './RowChunk';
import { useFollow } from './follow';
import { useWindow } from './window';
import { clockText, withCause } from './words';

interface Props {
  call: CallState;
  page: Page;
  finding: boolean;
  onFound: () => void;
}

/** What is read without a word of its own counts when the reader is elsewhere. */
const readable = (call: CallState): number => call.finals.size + call.hints.size;

/** The rows of the call in the order of its clock. It announces nothing by itself: the page has one voice for that. */
export function Transcript({ call, page, finding, onFound }: Props) {
  // A call that ends while it is read is followed to its last line; one that was over before is read from the top.
  const startedLive = useRef(call.live).current;
  const { region, content, following, toEdge, leave } = useFollow(startedLive || page.replaying);
  const target = useTarget(call, page, region, toEdge, leave);
  const seen = useRef(0);
  if (following) seen.current = readable(call);
  const newer = readable(call) - seen.current;
  const forced = target === null ? undefined : find(call.timeline, 'utterance', target)?.chunk.id;
  const { parts, measure } = useWindow(region, call.timeline, forced);
  return (
    <div class="transcript-pane">
      {finding && <FindBar call={call} page={page} onClose={onFound} />}
      {/* Focusable so that it scrolls by keyboard. */}
      <div
        class={following ? 'transcript following' : 'transcript'}
        ref={region}
        tabIndex={0}
        role="region"
        aria-label="Transcript, scrollable"
      >
        <div ref={content} role="log" aria-live="off" aria-label="Transcript" data-testid="transcript">
          {parts.map((part) =>
            part.kind === 'room' ? (
              <Room key={`room ${part.id}`} px={part.px} />
            ) : (
              <RowChunk
                key={part.chunk.id}
                chunk={part.chunk}
                above={part.above?.rows.at(-1)}
                speakers={call.speakers}
                target={part.chunk.id === forced ? target : null}
                page={page}
                measure={measure}
              />
            ),
          )}
          {call.timeline.length === 0 && call.live && <p class="quiet">Waiting for the first words.</p>}
          {call.ended && (
            <p class="call-ended" data-testid="call-ended">
              {withCause('Call ended', call.ended.cause)} · {clockText(call.ended.durationMs)}
            </p>
          )}
        </div>
      </div>
      {!following && (call.live || page.replaying) && (
        <button type="button" class="to-edge" onClick={() => page.toEdge()} aria-keyshortcuts="l">
          Jump to live{newer > 0 && ` (${newer})`}
        </button>
      )}
      {page.feed.call.value?.live === false && <Replay page={page} />}
    </div>
  );
}

/** Brings the row that is wanted into view, and takes the reader back from there; the id of the row, or null. */
function useTarget(
  call: CallState,
  page: Page,
  region: { current: HTMLDivElement | null },
  toEdge: () => void,
  leave: () => void,
): string | null {
  const target = page.target.value;
  const from = useRef<number | null>(null);
  const [landed, setLanded] = useState(0);
  useLayoutEffect(() => {
    const scrolled = region.current;
    if (!scrolled) return;
    if (target) {
      from.current ??= scrolled.scrollTop;
      leave();
      // The rows it is among are there after the next drawing.
      setLanded(target.n);
    } else if (from.current !== null) {
      if (call.live) toEdge();
      else scrolled.scrollTop = from.current;
      from.current = null;
    }
  }, [target]);
  useLayoutEffect(() => {
    if (landed > 0) region.current?.querySelector('[data-target]')?.scrollIntoView({ block: 'center' });
  }, [landed]);
  useEffect(() => {
    if (page.edge.value === 0) return;
    from.current = null;
    toEdge();
  }, [page.edge.value]);
  return target?.id ?? null;
}
