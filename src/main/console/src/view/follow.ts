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
export function useFollow(live: boolean): Follow {
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
    if (!live || !scrolled || !content.current) return undefined;
    const onScroll = () => {
      atEdge.current = scrolled.scrollHeight - scrolled.scrollTop - scrolled.clientHeight <= EDGE_PX;
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
  }, [live]);

  return { region, content, following, toEdge };
}
