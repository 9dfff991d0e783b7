import { type RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** Calls `seen` once, as soon as at least half of the element is on a screen that somebody can see. */
export function useOnScreen(element: RefObject<Element | null>, wanted: boolean, seen: () => void): void {
  useEffect(() => {
    if (!wanted || !element.current) return undefined;
    let isThere = false;
    const look = () => {
      if (!isThere || document.visibilityState !== 'visible') return;
      stop();
      seen();
    };
    const observer = new IntersectionObserver(
      (entries) => {
        isThere = entries.at(-1)?.isIntersecting === true;
        look();
      },
      { threshold: 0.5 },
    );
    const stop = () => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', look);
    };
    observer.observe(element.current);
    document.addEventListener('visibilitychange', look);
    return stop;
  }, [wanted]);
}
