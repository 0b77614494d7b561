/** Twilio says no. */
export class Refusal extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }

  /** As Twilio writes it. */
  body(): object {
    const { code, message, status } = this;
    return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
  }
}

const WORDS: Readonly<Record<number, readonly [words: string, status: number]>> = {
  20003: ['Authenticate', 401],
  20404: ['The requested resource was not found', 404],
  20429: ['Too Many Requests', 429],
  20500: ['Internal Server Error', 500],
  20503: ['Service Unavailable', 503],
  63038: ['Account exceeded the daily messages limit', 429],
};

/** A refusal whose words nobody looks at. */
export function refusalOf(code: number, status?: number): Refusal {
  const [words, usual] = WORDS[code] ?? ['The message cannot be sent', 400];
  return new Refusal(code, words, status ?? usual);
}
