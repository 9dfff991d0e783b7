import { type RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

const EDGE_PX = 48;

interface Follow {
  region: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  following: boolean;
  toEdge: () => void;
  /** Leaves the edge, to show something else. */
  leave: () => void;
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
  const leave = () => {
    atEdge.current = false;
    setFollowing(false);
  };

  useLayoutEffect(() => {
    const scrolled = region.current;
    if (!enabled || !scrolled || !content.current) return undefined;
    const farthest = () => scrolled.scrollHeight - scrolled.clientHeight;
    let seen = { top: scrolled.scrollTop, farthest: farthest() };
    const look = () => {
      seen = { top: scrolled.scrollTop, farthest: farthest() };
    };
    const onScroll = () => {
      const near = farthest() - scrolled.scrollTop <= EDGE_PX;
      // Only a reader who goes up leaves the edge. What moves while the rows come and go was moved by the browser.
      const wentUp = scrolled.scrollTop < seen.top && farthest() === seen.farthest;
      if (near || wentUp) atEdge.current = near;
      look();
      setFollowing(atEdge.current);
    };
    const onGrowth = new ResizeObserver(() => {
      if (atEdge.current) toEdge();
      look();
    });
    scrolled.addEventListener('scroll', onScroll, { passive: true });
    onGrowth.observe(scrolled);
    onGrowth.observe(content.current);
    return () => {
      scrolled.removeEventListener('scroll', onScroll);
      onGrowth.disconnect();
    };
  }, [enabled]);

  return { region, content, following: following || !enabled, toEdge, leave };
}
