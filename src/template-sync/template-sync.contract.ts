/** What a synchronisation did. */
export interface SyncStatistics {
  runId: string;
  total: number;
  added: number;
  updated: number;
  unchanged: number;
  failed: number;
  disabled: number;
  /** Links to users that were made. */
  linked: number;
  apiCalls: number;
  durationMs: number;
  failures: { name: string; language: string; reason: string }[];
}

export interface SyncOptions {
  /** One account; otherwise all. */
  accountId?: string;
  /** Write every row, also equal ones. */
  force?: boolean;
  /** Mark those that are gone as inactive. */
  disable?: boolean;
  /** Link to all users instead of the administrators. */
  allUsers?: boolean;
  /** Write nothing; the statistics say what would happen. */
  dryRun?: boolean;
  /** Only what changed since the last run; complete all the same when orphans are to be disabled, and the first time. */
  incremental?: boolean;
  /** Believe a complete listing that names less than half of what is known. */
  allowShrink?: boolean;
  cause?: 'schedule' | 'command' | 'api' | 'code';
}

/** A fault of a call or a draft: which component, which button or card, and what is wrong, in French. */
export interface TemplateFault {
  /** The provider's number where one exists (132000, 132012 …), else a word of ours. */
  code: string;
  component: string;
  index?: number;
  message: string;
}

/** A template of the local copy. */
export interface TemplateView {
  id: string;
  accountId: string;
  metaId: string;
  name: string;
  language: string;
  category: string;
  status: string;
  active: boolean;
  /** Approved, active, and understood by us. */
  sendable: boolean;
  quality: string | null;
  parameterFormat: 'POSITIONAL' | 'NAMED';
  components: unknown[];
  tags: string[];
  updatedAt: Date;
}

/** How the local copy stands beside the source. */
export interface TemplateReport {
  total: number;
  byStatus: Record<string, number>;
  byCategory: Record<string, number>;
  byLanguage: Record<string, number>;
  byQuality: Record<string, number>;
  /** `null` when the source was not asked or could not be. */
  comparison: {
    missingHere: { name: string; language: string }[];
    missingThere: { name: string; language: string }[];
    different: { name: string; language: string; fields: string[] }[];
  } | null;
}

/** The local copy changed. Ids only. */
export class TemplatesSynced {
  static readonly event = 'template-sync.synced';
  constructor(
    readonly accountId: string,
    readonly runId: string,
    readonly changed: number,
  ) {}
}

/** The approved templates: mirror, history, validation, rendering. */
export abstract class TemplateSync {
  abstract syncTemplates(options?: SyncOptions): Promise<SyncStatistics>;
  /** As `syncTemplates`, and links them to users. */
  abstract syncTemplatesWithUsers(options?: SyncOptions): Promise<SyncStatistics>;
  /** Marks those that are gone from the source as inactive; how many. */
  abstract disableOrphanedTemplates(accountId?: string): Promise<number>;
  abstract generateTemplateReport(options?: {
    accountId?: string;
    compare?: boolean;
  }): Promise<TemplateReport>;
  /** Everything: complete listing, links, orphans. */
  abstract fullSync(options?: SyncOptions): Promise<SyncStatistics>;

  /** All faults of a call (`template` object of a message) against the local copy, without asking anybody; empty when it can be sent. */
  abstract check(accountId: string, call: unknown): Promise<TemplateFault[]>;
  /** Whether the templates of this account are mirrored here, and the mirror holds any: of others nothing can be said. */
  abstract mirrors(accountId: string): Promise<boolean>;
  /** Category of a template of the local copy (`MARKETING`, `UTILITY`, `AUTHENTICATION`, …); `null` when there is none of this name. */
  abstract categoryOf(accountId: string, name: string, language: string): Promise<string | null>;
  /** The template as a person reads it with these values. */
  abstract preview(
    id: string,
    values: Record<string, string>,
  ): Promise<{ header?: string; body: string; footer?: string; buttons: string[] }>;
}
