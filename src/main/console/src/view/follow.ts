import { type RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

const EDGE_PX = 48;

interface Follow {
  region: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  following: boolean;
  toEdge: () => void;
}

/** Keeps the region at its end while the reader is there, and leaves it alone once they have scrolled away. */
export function useFollow(enabled: boolean): Follow {
  const region = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEdge = useRef(true);
  const [following, setFollowing] = useState(true);

  const toEdge = () => {
    atEdge.current = true;
    setFollowing(true);
    if (region.current) region.current.scrollTop = region.current.scrollHeight;
  };

  useLayoutEffect(() => {
    const scrolled = region.current;
    if (!enabled || !scrolled || !content.current) return undefined;
    let top = scrolled.scrollTop;
    const onScroll = () => {
      const near = scrolled.scrollHeight - scrolled.scrollTop - scrolled.clientHeight <= EDGE_PX;
      // Only who goes up leaves the edge: a new row may be there before the scroll that follows the one above it.
      if (near || scrolled.scrollTop < top) atEdge.current = near;
      top = scrolled.scrollTop;
      setFollowing(atEdge.current);
    };
    const onGrowth = new ResizeObserver(() => {
      if (atEdge.current) toEdge();
    });
    scrolled.addEventListener('scroll', onScroll, { passive: true });
    onGrowth.observe(scrolled);
    onGrowth.observe(content.current);
    return () => {
      scrolled.removeEventListener('scroll', onScroll);
      onGrowth.disconnect();
    };
  }, [enabled]);

  return { region, content, following, toEdge };
}
