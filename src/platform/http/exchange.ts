import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

/**
 * How one HTTP exchange ended: `answered`; `unsent`, when not a byte of the request can have left;
 * `unknown`, when it may have arrived and no answer says so. `cause` is a word for the log, never a message or an address.
 */
export type Exchanged =
  | { end: 'answered'; status: number; headers: IncomingHttpHeaders; body: Buffer }
  | { end: 'unsent'; cause: string }
  | { end: 'unknown'; cause: string };

/** How long an exchange may take, how much is believed, and who may call it off. */
export interface Bounds {
  timeoutMs: number;
  maxBytes: number;
  signal?: AbortSignal;
  /** Called just before the first byte goes onto the wire. */
  leaving?: () => void;
}

/** Sends one request and watches the moment at which it goes onto the wire, which no error code tells reliably. */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  bounds: Bounds,
): Promise<Exchanged> {
  if (bounds.signal?.aborted) return Promise.resolve({ end: 'unsent', cause: CALLED_OFF });
  return new Promise((resolve) => {
    const watch = new Watch(bounds, resolve);
    dispatcher.dispatch({ ...request, headersTimeout: 0, bodyTimeout: 0 }, watch);
  });
}

/** The cause of an exchange that its own caller ended. */
export const CALLED_OFF = 'CALLED_OFF';

class Watch implements Dispatcher.DispatchHandler {
  readonly #bounds: Bounds;
  readonly #settle: (end: Exchanged) => void;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #left = false;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #deadline: NodeJS.Timeout | undefined;
  #callOff: (() => void) | undefined;

  constructor(bounds: Bounds, settle: (end: Exchanged) => void) {
    this.#bounds = bounds;
    this.#settle = settle;
  }

  /** Called when a connection is there and just before the first byte is written. The one deadline covers a dripping answer too. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    const { signal, timeoutMs } = this.#bounds;
    if (signal?.aborted) return controller.abort(new Cut(CALLED_OFF));
    this.#left = true;
    this.#bounds.leaving?.();
    this.#deadline = setTimeout(() => controller.abort(new Cut('TIMEOUT')), timeoutMs);
    this.#callOff = () => controller.abort(new Cut(CALLED_OFF));
    signal?.addEventListener('abort', this.#callOff, { once: true });
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > this.#bounds.maxBytes) controller.abort(new Cut('ANSWER_TOO_LARGE'));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#end({
      end: 'answered',
      status: this.#status,
      headers: this.#headers,
      body: this.#whole(),
    });
  }

  /** Whoever is slow to forget this exchange need not hold its bytes: V8 sees how small it is, not what hangs on it. */
  #whole(): Buffer {
    return Buffer.concat(this.#chunks.splice(0));
  }

  /** A refusal whose body was cut off is still a refusal. */
  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const cause = causeOf(error);
    if (!this.#left) this.#end({ end: 'unsent', cause });
    else if (this.#status < 300) this.#end({ end: 'unknown', cause });
    else this.#end({ end: 'answered', status: this.#status, headers: this.#headers, body: Buffer.alloc(0) });
  }

  #end(end: Exchanged): void {
    clearTimeout(this.#deadline);
    if (this.#callOff) this.#bounds.signal?.removeEventListener('abort', this.#callOff);
    this.#settle(end);
  }
}

class Cut extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

function causeOf(error: Error): string {
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : 'CONNECTION';
}
