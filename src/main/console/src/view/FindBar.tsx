import type { TargetedKeyboardEvent } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Page } from '../feed/page';
import type { CallState } from '../state/call';
import { find, spans } from '../state/find';

interface Props {
  call: CallState;
  page: Page;
  onClose: () => void;
}

/** Finds words in every sentence of the call, also in those that are not drawn now. */
export function FindBar({ call, page, onClose }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [sought, setSought] = useState('');
  const [at, setAt] = useState(-1);
  const found = useMemo(() => find(call.timeline, sought), [call.finals, sought]);
  // At once: whoever opens it goes on typing.
  useLayoutEffect(() => input.current?.focus(), []);
  useEffect(() => highlight(sought));
  useEffect(() => () => highlight(''), []);

  const go = (to: number) => {
    const id = found[to];
    if (id === undefined) return;
    setAt(to);
    page.show(id);
  };
  const close = () => {
    page.back();
    onClose();
  };
  const onKey = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') return close();
    if (event.key !== 'Enter') return undefined;
    event.preventDefault();
    return go(event.shiftKey ? (at <= 0 ? found.length : at) - 1 : (at + 1) % Math.max(1, found.length));
  };
  const count = sought.trim() === '' ? '' : `${at >= 0 && at < found.length ? `${at + 1} of ` : ''}${found.length}`;
  return (
    <div class="find" role="search" data-testid="find">
      <label>
        <span class="for-ears">Find in the transcript</span>
        <input
          ref={input}
          type="search"
          value={sought}
          placeholder="Find"
          onInput={(event) => {
            setSought(event.currentTarget.value);
            setAt(-1);
          }}
          onKeyDown={onKey}
        />
      </label>
      <output>{count}</output>
      <button type="button" aria-label="Before" disabled={found.length === 0} onClick={() => go((at <= 0 ? found.length : at) - 1)}>
        ↑
      </button>
      <button type="button" aria-label="Next" disabled={found.length === 0} onClick={() => go((at + 1) % found.length)}>
        ↓
      </button>
      <button type="button" onClick={close}>
        Close
      </button>
    </div>
  );
}

/** Marks the words themselves where the browser can do so without touching the text. */
function highlight(words: string): void {
  if (typeof CSS === 'undefined' || !('highlights' in CSS)) return;
  const ranges = [...document.querySelectorAll('.live-text')].flatMap(({ firstChild }) =>
    firstChild instanceof Text ? spans(firstChild.data, words).map(([from, to]) => rangeIn(firstChild, from, to)) : [],
  );
  if (ranges.length > 0) CSS.highlights.set('found', new Highlight(...ranges));
  else CSS.highlights.delete('found');
}

function rangeIn(text: Text, from: number, to: number): Range {
  const range = document.createRange();
  range.setStart(text, from);
  range.setEnd(text, to);
  return range;
}
