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
  /** What Meta would show to a person. */
  forPeople?: { title: string; text: string };
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

  get subcode(): number | undefined {
    return this.words.subcode ?? graphCode(this.code).subcode;
  }

  body(traceId: string): object {
    const { transient, details: usual } = graphCode(this.code);
    const { subcode } = this;
    const details = this.words.details ?? usual;
    const { forPeople } = this.words;
    return {
      error: {
        message: this.message,
        type: this.words.type ?? 'OAuthException',
        code: this.code,
        ...(subcode !== undefined && { error_subcode: subcode }),
        ...(transient && { is_transient: true }),
        ...(forPeople && {
          is_transient: false,
          error_user_title: forPeople.title,
          error_user_msg: forPeople.text,
        }),
        ...(details && { error_data: { messaging_product: 'whatsapp', details } }),
        fbtrace_id: traceId,
      },
    };
  }
}

export function noSuchObject(id: string, verb: string): GraphError {
  return new GraphError(100, {
    message: `Unsupported ${verb} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`,
    type: 'GraphMethodException',
    subcode: 33,
  });
}

/** A parameter of the first level is missing: Meta names it in the message itself. */
export function missingParameter(name: string): GraphError {
  return new GraphError(100, { message: `(#100) The parameter ${name} is required.` });
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
