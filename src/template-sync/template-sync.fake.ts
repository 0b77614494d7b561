import {
  type RemoteTemplate,
  SourceError,
  type TemplateDraft,
  type TemplatePage,
  TemplateSource,
} from './template-sync.port.js';

/** A remote template; what is not said is as most templates have it. */
export function remote(over: Partial<RemoteTemplate> & Pick<RemoteTemplate, 'name'>): RemoteTemplate {
  return {
    remoteId: `9${[...over.name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000_007, 7)}`,
    language: 'fr',
    category: 'UTILITY',
    status: 'APPROVED',
    components: [
      { type: 'BODY', text: `Bonjour {{1}}, ceci est ${over.name}.`, example: { body_text: [['Awa']] } },
    ],
    parameterFormat: 'POSITIONAL',
    quality: 'GREEN',
    rejectedReason: 'NONE',
    subCategory: null,
    previousCategory: null,
    correctCategory: null,
    updatedAt: null,
    extra: {},
    ...over,
  };
}

/** A page of a listing. */
export function page(templates: readonly RemoteTemplate[], over: Partial<TemplatePage> = {}): TemplatePage {
  return { templates: [...templates], malformed: [], calls: 1, usage: null, ...over };
}

/** A source in memory: it lists what it has in pages, keeps what it is given, and fails where it is told to. */
export class FakeSource extends TemplateSource {
  readonly accounts: string[] = ['waba-1'];
  templates: RemoteTemplate[] = [];
  pageSize = 100;
  /** Listing calls so far, with what they asked for. */
  readonly listings: { accountId: string; since?: Date }[] = [];
  readonly removed: { name: string; remoteId?: string }[] = [];
  readonly uploads: { name: string; mime: string; size: number }[] = [];
  /** Pages to give instead of those made of `templates`. */
  script: (() => AsyncIterable<TemplatePage>) | null = null;
  /** Thrown instead of the page of this number, from 0. */
  failAt: { page: number; error: Error } | null = null;
  /** Thrown by every call but listings. */
  refusal: SourceError | null = null;
  /** Waited for before each page. */
  beforePage: (number: number) => Promise<void> = async () => undefined;
  private made = 0;

  async *all(
    accountId: string,
    options: { since?: Date; signal: AbortSignal },
  ): AsyncGenerator<TemplatePage> {
    this.listings.push({ accountId, since: options.since });
    if (this.script !== null) {
      yield* this.script();
      return;
    }
    const { since } = options;
    const listed = this.templates.filter(
      ({ updatedAt }) => !since || (updatedAt !== null && updatedAt >= since),
    );
    const pages = Math.max(1, Math.ceil(listed.length / this.pageSize));
    for (let number = 0; number < pages; number++) {
      await this.beforePage(number);
      options.signal.throwIfAborted();
      if (this.failAt?.page === number) throw this.failAt.error;
      yield page(listed.slice(number * this.pageSize, (number + 1) * this.pageSize));
    }
  }

  async one(_accountId: string, remoteId: string): Promise<RemoteTemplate | null> {
    this.refuse();
    return this.templates.find((template) => template.remoteId === remoteId) ?? null;
  }

  async create(
    _accountId: string,
    draft: TemplateDraft,
  ): Promise<{ remoteId: string; status: string; category: string }> {
    this.refuse();
    const remoteId = String(5_000 + ++this.made);
    const { name, language, category, components, parameterFormat = 'POSITIONAL' } = draft;
    const said = { name, language, category, components, parameterFormat };
    this.templates.push(remote({ ...said, remoteId, status: 'PENDING', quality: null }));
    return { remoteId, status: 'PENDING', category };
  }

  async edit(_accountId: string, remoteId: string, change: Partial<TemplateDraft>): Promise<void> {
    this.refuse();
    const { components, category } = change;
    this.put(remoteId, {
      ...(components && { components }),
      ...(category && { category }),
      status: 'PENDING',
    });
  }

  async remove(_accountId: string, name: string, remoteId?: string): Promise<void> {
    this.refuse();
    this.removed.push({ name, remoteId });
    this.templates = this.templates.filter(
      (template) => template.name !== name || (remoteId !== undefined && template.remoteId !== remoteId),
    );
  }

  async upload(
    _accountId: string,
    { name, mime, bytes }: { name: string; mime: string; bytes: Buffer },
  ): Promise<string> {
    this.refuse();
    this.uploads.push({ name, mime, size: bytes.length });
    return `4::${name}`;
  }

  /** Changes a template there, as a person at the source would. */
  put(remoteId: string, change: Partial<RemoteTemplate>): void {
    this.templates = this.templates.map((template) =>
      template.remoteId === remoteId ? { ...template, ...change } : template,
    );
  }

  private refuse(): void {
    if (this.refusal !== null) throw this.refusal;
  }
}

/** The refusal of a token, as a source tells it. */
export function tokenRefused(): SourceError {
  return new SourceError('token', 'Le jeton est refusé : il a expiré.');
}
