import { type RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** Calls `seen` once, when at least half of the element is on a visible screen. */
export function useOnScreen(element: RefObject<Element | null>, wanted: boolean, seen: () => void): void {
  useEffect(() => {
    if (!wanted || !element.current) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (document.visibilityState !== 'visible' || !entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        seen();
      },
      { threshold: 0.5 },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [wanted]);
}
