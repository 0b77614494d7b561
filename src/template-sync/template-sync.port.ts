import { type ErrorKind, RelaisError } from '../kernel/error.js';

/**
 * Why a source could not do what it was asked. `malformed-answer`: also a listing that was cut; `cursor`: also one that turns in
 * circles; `duplicate`: a template of this name and language is there already.
 */
export type SourceCause =
  | 'token'
  | 'permission'
  | 'quota'
  | 'cursor'
  | 'malformed-answer'
  | 'unreachable'
  | 'duplicate'
  | 'refused';

const KINDS: Partial<Record<SourceCause, ErrorKind>> = {
  refused: 'invalid',
  quota: 'limited',
  duplicate: 'conflict',
};

/** What a source throws: the cause for programs, the words for people, in French, without secrets. */
export class SourceError extends RelaisError {
  readonly code: string;
  readonly kind: ErrorKind;
  override readonly retryable: boolean;

  constructor(
    override readonly cause: SourceCause,
    readonly publicText: string,
    /** What the source said, for the log. */
    detail?: string,
  ) {
    super(detail ?? publicText);
    this.code = `template-sync.source-${cause}`;
    this.kind = KINDS[cause] ?? 'unavailable';
    this.retryable = cause !== 'refused' && cause !== 'duplicate';
  }
}

/** A template as its source describes it; what the source says beyond this stays in `extra`, as it came. */
export interface RemoteTemplate {
  /** The source's id: digits as text. */
  remoteId: string;
  name: string;
  /** With underscore: `en_US`, `fr`. */
  language: string;
  /** As it came, upper case; may be unknown to us. */
  category: string;
  /** As it came, upper case; may be unknown to us. */
  status: string;
  /** WhatsApp's components (HEADER, BODY, FOOTER, BUTTONS, CAROUSEL, …), as they came. */
  components: unknown[];
  parameterFormat: 'POSITIONAL' | 'NAMED';
  quality: string | null;
  rejectedReason: string | null;
  subCategory: string | null;
  previousCategory: string | null;
  correctCategory: string | null;
  updatedAt: Date | null;
  extra: Record<string, unknown>;
}

/** One that cannot be understood: recorded with its reason, the rest goes on. */
export interface MalformedTemplate {
  name: string;
  language: string;
  reason: string;
}

export interface TemplatePage {
  templates: RemoteTemplate[];
  malformed: MalformedTemplate[];
  /** Calls made for this page, retries included. */
  calls: number;
  /** Highest usage of any quota, in percent, where the source tells. */
  usage: number | null;
}

/** What a person wants a template to be. */
export interface TemplateDraft {
  name: string;
  language: string;
  category: string;
  components: unknown[];
  parameterFormat?: 'POSITIONAL' | 'NAMED';
  /** How long a message may wait for delivery, seconds. */
  sendTtlSeconds?: number;
}

/**
 * Where approved templates come from and go to. Paging, retries and quotas are its secret. It throws `SourceError`
 * with a stable cause.
 */
export abstract class TemplateSource {
  abstract readonly accounts: readonly string[];
  /** Every template, page by page; the next page is asked for while this one is worked on. Ends normally only when the last page arrived whole. */
  abstract all(
    accountId: string,
    options: { since?: Date; signal: AbortSignal },
  ): AsyncIterable<TemplatePage>;
  /** One template by its id; `null` when there is none. */
  abstract one(accountId: string, remoteId: string): Promise<RemoteTemplate | null>;
  abstract create(
    accountId: string,
    draft: TemplateDraft,
  ): Promise<{ remoteId: string; status: string; category: string }>;
  abstract edit(accountId: string, remoteId: string, change: Partial<TemplateDraft>): Promise<void>;
  /** All languages of a name, or the one with this id. */
  abstract remove(accountId: string, name: string, remoteId?: string): Promise<void>;
  /** Hands over a media example for a header; gives the handle to put into it. */
  abstract upload(accountId: string, file: { name: string; mime: string; bytes: Buffer }): Promise<string>;
}

/** The sources that are switched on. */
export abstract class TemplateSources {
  abstract add(source: TemplateSource): void;
}

/** News about one template between two listings. The sync is the truth, this is a hint: one older than the last sync is dropped. */
export interface TemplateHint {
  accountId: string;
  remoteId: string;
  name: string;
  /** As `RemoteTemplate.language`. */
  language: string;
  at: Date;
  news:
    | { kind: 'status'; status: string; reason: string | null }
    | { kind: 'quality'; quality: string }
    /** A change that has happened, not one that was announced. */
    | { kind: 'category'; category: string; previousCategory: string }
    /** The components changed: the template has to be read again. */
    | { kind: 'components' };
}

/** Who takes hints. */
export abstract class TemplateHints {
  /** Never throws for what the hint says. */
  abstract take(hint: TemplateHint): Promise<void>;
}

/** Who can have templates: the users of this installation. The application provides it. */
export abstract class TemplateUsers {
  /** Ids of the administrators, or of all users. */
  abstract ids(who: 'administrators' | 'everybody'): Promise<string[]>;
}
