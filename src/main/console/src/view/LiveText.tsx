import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Text that grows and is corrected at its end. Only the tail that differs is replaced, in one text node that stays, so
 * that the part already read is neither painted again nor loses its selection.
 */
export function LiveText({ text }: { text: string }) {
  const element = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (element.current) replaceTail(element.current, text);
  }, [text]);
  return <bdi class="live-text" ref={element} />;
}

function replaceTail(element: HTMLElement, text: string): void {
  if (!(element.firstChild instanceof Text)) {
    element.replaceChildren(text);
    return;
  }
  const node = element.firstChild;
  let same = 0;
  while (same < text.length && text[same] === node.data[same]) same++;
  if (same < node.data.length || same < text.length) node.replaceData(same, node.data.length - same, text.slice(same));
}
