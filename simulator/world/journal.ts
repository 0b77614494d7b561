import type { Teller } from './teller.js';

/** One line of what went over the wire, for the people at the desk. */
export interface WireLine {
  at: number;
  /** `webhook`: WhatsApp called the service. `call`: the service called WhatsApp. */
  way: 'webhook' | 'call';
  /** `text`, `status:read`, `media`… */
  what: string;
  phone?: string;
  /** HTTP status, `cut`, `timeout` or `unreachable`. */
  outcome: number | string;
  ms: number;
}

/** What is told of the wire. */
export interface WireNews {
  kind: 'wire';
  line: WireLine;
}

const MOST = 60;

/** The last lines of the wire. */
export class Journal {
  private lines: WireLine[] = [];

  constructor(private readonly news: Teller<WireNews>) {}

  note(line: WireLine): void {
    this.lines = [...this.lines.slice(1 - MOST), line];
    this.news.publish({ kind: 'wire', line });
  }

  last(): WireLine[] {
    return this.lines;
  }

  clear(): void {
    this.lines = [];
  }
}
