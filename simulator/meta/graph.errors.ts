import { graphCode } from './graph-codes.js';

/** Errors of the Graph itself say what they mean without their number in front and without details. */
const BARE = new Set([104, 190]);
const HELP = 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/';

/** What a Graph error may say beyond its code. */
export interface GraphErrorWords {
  details?: string;
  /** In place of the usual message. */
  message?: string;
  type?: string;
  subcode?: number;
  status?: number;
}

/** A refusal, in Meta's words. */
export class GraphError extends Error {
  readonly status: number;

  constructor(
    readonly code: number,
    private readonly words: GraphErrorWords = {},
  ) {
    super(words.message ?? (BARE.has(code) ? graphCode(code).title : `(#${code}) ${graphCode(code).title}`));
    this.status = words.status ?? graphCode(code).status;
  }

  body(traceId: string): object {
    const { transient, details: usual } = graphCode(this.code);
    const subcode = this.words.subcode ?? graphCode(this.code).subcode;
    const details = this.words.details ?? usual;
    return {
      error: {
        message: this.message,
        type: this.words.type ?? 'OAuthException',
        code: this.code,
        ...(subcode !== undefined && { error_subcode: subcode }),
        ...(transient && { is_transient: true }),
        ...(details && { error_data: { messaging_product: 'whatsapp', details } }),
        fbtrace_id: traceId,
      },
    };
  }
}

/** The same trouble as a `failed` status tells it. */
export function statusError(code: number, details?: string): object {
  const { title, details: usual } = graphCode(code);
  return {
    code,
    title,
    message: title,
    error_data: { details: details ?? usual ?? title },
    href: HELP,
  };
}
