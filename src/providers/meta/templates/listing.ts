import { SourceError, type TemplatePage } from '../../../template-sync/template-sync.port.js';
import type { Failure } from '../graph/failure.js';
import type { Answered } from '../graph/graph.client.js';
import { asObject } from '../graph/json.js';
import { usageOf, type Usage } from '../graph/usage.js';
import { LONGEST_WAIT_MS, type Pause, type PatientClient } from './patient.client.js';
import { sourceError } from './source-failure.js';
import { ESSENTIAL_FIELDS, FIELDS, templateOf } from './template.translate.js';

/** What worked for an account, kept from one listing to the next. */
export interface Habits {
  /** The place on the ladder of page sizes. */
  size: number;
  fields: readonly string[];
}

interface Sheet {
  page: TemplatePage;
  usage: Usage;
  next: string | null;
}

/** More is asked for than Meta is known to give: it gives what it likes. Where it finds that too much, less is asked for. */
const PAGE_SIZES = [1000, 250, 100, 50, 25, 10] as const;
const LARGEST_PAGE_BYTES = 32 * 1024 * 1024;
const SLOW_FROM = 75;
const STOP_FROM = 95;
const SLOWEST_MS = 10_000;
const LONGEST_CURSOR = 4_096;

export function newHabits(): Habits {
  return { size: 0, fields: FIELDS };
}

/** One reading of all templates of an account. */
export class TemplateListing {
  private readonly cursors = new Set<string>();
  private readonly seen = new Set<string>();
  private restarted = false;
  private calls = 0;

  constructor(
    private readonly client: PatientClient,
    private readonly businessAccountId: string,
    private readonly habits: Habits,
    private readonly wait: Pause,
  ) {}

  /** The next page is on its way while this one is worked on. */
  async *pages(since: Date | undefined, signal: AbortSignal): AsyncGenerator<TemplatePage, void, void> {
    const left = new AbortController();
    const either = AbortSignal.any([signal, left.signal]);
    try {
      let ahead = this.sheet(null, since, either);
      for (;;) {
        const { page, usage, next } = await ahead;
        if (next === null) {
          yield page;
          return;
        }
        ahead = this.following(next, usage, since, either);
        // Told when it is asked for; a reader who leaves before does not care.
        ahead.catch(() => {});
        yield page;
      }
    } finally {
      left.abort();
    }
  }

  private async following(
    cursor: string,
    usage: Usage,
    since: Date | undefined,
    signal: AbortSignal,
  ): Promise<Sheet> {
    await this.spared(usage, signal);
    return this.sheet(cursor, since, signal);
  }

  private async sheet(cursor: string | null, since: Date | undefined, signal: AbortSignal): Promise<Sheet> {
    const query = {
      fields: this.habits.fields.join(','),
      limit: String(PAGE_SIZES[this.habits.size]),
      ...(since && { since: String(Math.floor(since.getTime() / 1000)) }),
      ...(cursor !== null && { after: cursor }),
    };
    const path = `${this.businessAccountId}/message_templates`;
    const bounds = { patient: true, maxBytes: LARGEST_PAGE_BYTES, signal };
    const asked = await this.client.ask({ method: 'GET', path, query, ...bounds });
    this.calls += asked.calls;
    if (asked.ok) return this.read(asked.answer);
    if (this.adapts(asked.failure)) return this.sheet(cursor, since, signal);
    if (asked.failure.cause !== 'cursor' || cursor === null || this.restarted)
      throw sourceError(asked.failure);
    this.restarted = true;
    this.cursors.clear();
    return this.sheet(null, since, signal);
  }

  /** Whether the same page can be asked for in a more modest way. */
  private adapts({ cause, error }: Failure): boolean {
    const said = error?.title ?? '';
    if (/nonexisting field|nonexistent field/i.test(said) && this.habits.fields !== ESSENTIAL_FIELDS) {
      this.habits.fields = ESSENTIAL_FIELDS;
      return true;
    }
    const isTooMuch = cause === 'too-much' || (cause === 'refused' && /\blimit\b/i.test(said));
    if (!isTooMuch || this.habits.size >= PAGE_SIZES.length - 1) return false;
    this.habits.size += 1;
    return true;
  }

  private read({ body, headers }: Answered): Sheet {
    const data = body?.['data'];
    if (!Array.isArray(data)) throw malformed('La réponse de Meta ne contient pas de liste de modèles.');
    const next = this.nextOf(asObject(body?.['paging']), data.length === 0);
    const usage = usageOf(headers);
    const page: TemplatePage = { templates: [], malformed: [], calls: this.calls, usage: usage.percent };
    this.calls = 0;
    for (const item of data) {
      const translated = templateOf(item);
      if (!translated.ok) page.malformed.push(translated.malformed);
      else if (this.isNew(translated.template.remoteId)) page.templates.push(translated.template);
    }
    return { page, usage, next };
  }

  /** After a restart the same ones come again. */
  private isNew(remoteId: string): boolean {
    const known = this.seen.has(remoteId);
    this.seen.add(remoteId);
    return !known || !this.restarted;
  }

  /** Meta's own link to the next page may hold the token: only its cursor is used. */
  private nextOf(paging: Readonly<Record<string, unknown>> | undefined, isEmpty: boolean): string | null {
    if (!paging && !isEmpty) throw malformed('Une page de modèles ne dit pas si d’autres la suivent.');
    if (typeof paging?.['next'] !== 'string') return null;
    const after = asObject(paging['cursors'])?.['after'];
    if (typeof after !== 'string' || after === '' || after.length > LONGEST_CURSOR)
      throw malformed('Une page de modèles annonce une suite sans dire où elle commence.');
    if (this.cursors.has(after))
      throw new SourceError(
        'cursor',
        'La liste des modèles tourne en rond : Meta donne toujours le même repère de page.',
      );
    this.cursors.add(after);
    return after;
  }

  /** Slows down long before the quota is spent, and leaves the last of it to others. */
  private async spared({ percent, regainMs }: Usage, signal: AbortSignal): Promise<void> {
    if (percent === null || percent < SLOW_FROM) return;
    if (percent < STOP_FROM)
      return this.wait(SLOWEST_MS * ((percent - SLOW_FROM + 1) / (STOP_FROM - SLOW_FROM)), signal);
    if (regainMs > 0 && regainMs <= LONGEST_WAIT_MS) return this.wait(regainMs, signal);
    throw new SourceError(
      'quota',
      `Le quota d’appels à Meta est presque épuisé (${Math.ceil(percent)} %) : la lecture s’arrête. Réessayez dans une heure.`,
    );
  }
}

function malformed(text: string): SourceError {
  return new SourceError(
    'malformed-answer',
    `${text} Réessayez ; si cela dure, vérifiez WHATSAPP_GRAPH_BASE_URL.`,
  );
}
