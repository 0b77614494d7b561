import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { readAnew } from './queries.js';

/** Much news in a row is one reading. */
const GATHER_MS = 400;
/** A line that the server refused is asked for again after this; one that broke comes back by itself. */
const AGAIN_MS = 15_000;
const TOUCHED = ['messages', 'people', 'numbers', 'conversations', 'lines'];

const Context = createContext(false);

/** Whether news comes by itself now. */
export function useIsLive(): boolean {
  return use(Context);
}

/** Keeps one line open to the server while somebody looks at the page: a browser has few of them. */
export function LiveProvider({ children }: { children: ReactNode }): ReactNode {
  const client = useQueryClient();
  const [isLive, setLive] = useState(false);
  useEffect(() => {
    const line = new Line(setLive, () => void readAnew(client, TOUCHED));
    const look = (): void => (document.hidden ? line.close() : line.open());
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      line.close();
    };
  }, [client]);
  return <Context value={isLive}>{children}</Context>;
}

class Line {
  private source: EventSource | null = null;
  private again: number | undefined;
  private gathering: number | undefined;
  private wasOpen = false;

  constructor(
    private readonly tell: (isLive: boolean) => void,
    private readonly news: () => void,
  ) {}

  open(): void {
    if (this.source !== null) return;
    const source = new EventSource('/api/conversations/events');
    this.source = source;
    for (const name of ['message', 'conversation', 'reset']) source.addEventListener(name, this.heard);
    source.addEventListener('ready', () => {
      // What happened while no line was open was told to nobody.
      if (this.wasOpen) this.heard();
      this.wasOpen = true;
      this.tell(true);
    });
    source.addEventListener('error', () => {
      this.tell(false);
      if (source.readyState !== EventSource.CLOSED) return;
      this.close();
      this.again = window.setTimeout(() => this.open(), AGAIN_MS);
    });
  }

  close(): void {
    window.clearTimeout(this.again);
    window.clearTimeout(this.gathering);
    this.gathering = undefined;
    this.source?.close();
    this.source = null;
    this.tell(false);
  }

  private readonly heard = (): void => {
    this.gathering ??= window.setTimeout(() => {
      this.gathering = undefined;
      this.news();
    }, GATHER_MS);
  };
}
