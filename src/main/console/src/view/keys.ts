import { useEffect, useRef } from 'preact/hooks';

/** By the key's value; a capital letter is its small one with shift. */
export type Bindings = Readonly<Record<string, () => void>>;

/** Runs what is bound to single keys while nobody is typing. Keys of the browser and of screen readers are left alone. */
export function useKeys(bindings: Bindings): void {
  const current = useRef(bindings);
  current.current = bindings;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      const bound = Object.hasOwn(current.current, event.key) ? current.current[event.key] : undefined;
      if (!bound) return;
      event.preventDefault();
      bound();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input:not([type=range]), textarea, select, dialog') !== null;
}
