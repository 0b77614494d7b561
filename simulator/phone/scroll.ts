import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { Bubble } from '../world/chats.js';

const NEAR_PX = 80;

interface Bottom {
  ref: RefObject<HTMLDivElement | null>;
  /** How many messages came while the person looked further up; `undefined` at the bottom. */
  below: number | undefined;
  toBottom: () => void;
  onScroll: () => void;
}

/** Keeps a log at its end, unless the person scrolled away from it; what they write brings them back. */
export function useBottom(bubbles: readonly Bubble[], typing: boolean): Bottom {
  const ref = useRef<HTMLDivElement>(null);
  const seen = useRef(bubbles.length);
  const atEnd = useRef(true);
  const [below, setBelow] = useState<number>();
  const last = bubbles.at(-1);
  useLayoutEffect(() => {
    const fresh = bubbles.length > seen.current;
    if (atEnd.current || (fresh && last?.side === 'person')) {
      ref.current?.scrollTo({ top: ref.current.scrollHeight });
      seen.current = bubbles.length;
      atEnd.current = true;
      setBelow(undefined);
    } else if (fresh) {
      setBelow(bubbles.length - seen.current);
    }
  }, [bubbles, last, typing]);
  useLayoutEffect(() => stayAtEnd(ref, atEnd), []);
  const onScroll = (): void => {
    const log = ref.current;
    if (!log) return;
    atEnd.current = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX;
    if (atEnd.current) seen.current = bubbles.length;
    setBelow(atEnd.current ? undefined : bubbles.length - seen.current);
  };
  const toBottom = (): void => {
    ref.current?.scrollTo({ top: ref.current.scrollHeight, behavior: 'smooth' });
  };
  return { ref, below, toBottom, onScroll };
}

/** A keyboard that opens and a picture that arrives change the height: the end stays in view. */
function stayAtEnd(
  ref: RefObject<HTMLDivElement | null>,
  atEnd: RefObject<boolean>,
): (() => void) | undefined {
  const log = ref.current;
  if (!log) return undefined;
  const follow = (): void => {
    if (atEnd.current) log.scrollTo({ top: log.scrollHeight });
  };
  const sizes = new ResizeObserver(follow);
  sizes.observe(log);
  log.addEventListener('load', follow, true);
  return () => {
    sizes.disconnect();
    log.removeEventListener('load', follow, true);
  };
}
