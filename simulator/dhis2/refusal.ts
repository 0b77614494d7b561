import { STATUS_CODES } from 'node:http';

/** An answer of the register. */
export interface Answer {
  status: number;
  /** Sent as JSON; a text is sent as it is. */
  body: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** The register says no, in the form that it has for everything but the report of an import. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly errorCode?: string,
  ) {
    super(message);
  }

  answer(): Answer {
    const { status, message, errorCode } = this;
    return { status, body: webMessage(status, message, errorCode && { errorCode }) };
  }
}

/** The envelope around an error or a piece of news. */
export function webMessage(status: number, message: string, more?: object | ''): object {
  return {
    httpStatus: STATUS_CODES[status],
    httpStatusCode: status,
    status: status < 400 ? 'OK' : 'ERROR',
    message,
    ...more,
  };
}

/** A word that this version does not know. The true one would ignore it without a sound; here a client hears of it. */
export function unknownWord(kind: string, names: readonly string[], version: string): Refusal {
  const list = names.map((name) => `'${name}'`).join(', ');
  return new Refusal(
    400,
    `DHIS2 ${version} has no ${kind} ${list} here: the real server would silently ignore it.`,
  );
}
