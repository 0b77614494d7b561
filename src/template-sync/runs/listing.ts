import { newId } from '../../platform/database/id.js';
import { type Change, changeOf } from '../mirror/change.js';
import { contentOf, hashOf, languageOf, malformation } from '../mirror/content.js';
import { type Index, keyOf, type Known, orphansOf, verdictOf } from '../mirror/diff.js';
import type { MalformedTemplate, RemoteTemplate, TemplatePage } from '../template-sync.port.js';
import { ListingLoops } from '../template-sync.errors.js';
import type { Tally } from './tally.js';

/** A change and the place in the listing at which it was seen. */
export interface Staged {
  key: string;
  place: number;
  change: Change;
}

/** After so many pages in a row without anything new, the source turns in circles. */
const PAGES_WITHOUT_NEWS = 5;

/** A listing on its way through: each page is compared with the local copy and gives what has to be written. */
export class Listing {
  private place = 0;
  private distinct = 0;
  private stale = 0;
  /** Malformed ones, by key; one without a name or a language stands for all that it could be. */
  private readonly malformed = new Set<string>();

  constructor(
    private readonly index: Index,
    private readonly force: boolean,
    private readonly tally: Tally,
  ) {}

  /** Compares a page; what was said of the same template on an earlier one no longer counts. */
  take(page: TemplatePage): Staged[] {
    const before = this.distinct;
    const staged: Staged[] = [];
    for (const remote of page.templates) {
      const reason = malformation(remote);
      if (reason === null) staged.push(...this.compare(remote));
      else this.spare({ name: remote.name, language: remote.language, reason });
    }
    for (const malformed of page.malformed) this.spare(malformed);
    this.tally.pages += 1;
    this.tally.apiCalls += page.calls;
    if (page.usage !== null) this.tally.usage = Math.max(this.tally.usage ?? 0, Math.ceil(page.usage));
    this.stale = this.distinct > before ? 0 : this.stale + 1;
    if (this.stale >= PAGES_WITHOUT_NEWS) throw new ListingLoops(this.stale);
    return staged;
  }

  /** Whether nothing said later replaced it. */
  isLatest({ key, place }: Staged): boolean {
    return this.index.get(key)?.place === place;
  }

  /** Active ones that the listing did not name, and that are none of the malformed ones. */
  gone(): Known[] {
    if (this.malformed.has(keyOf('', ''))) return [];
    return orphansOf(this.index, (key) => {
      const name = key.slice(0, key.indexOf('\n'));
      return this.malformed.has(key) || this.malformed.has(keyOf(name, ''));
    });
  }

  /** How many different templates it named so far. */
  get listed(): number {
    return this.distinct;
  }

  private compare(remote: RemoteTemplate): Staged[] {
    const language = languageOf(remote.language);
    const key = keyOf(remote.name, language);
    const place = ++this.place;
    const hash = hashOf(contentOf(remote));
    const known = this.index.get(key);
    const verdict = verdictOf(hash, known, this.force);
    this.tell(remote, language, known);
    this.tally.count(verdict);
    const { updatedAt } = remote;
    if (updatedAt !== null && !(this.tally.sourceClock !== null && this.tally.sourceClock >= updatedAt))
      this.tally.sourceClock = updatedAt;
    const entry: Known = known ?? { id: newId(), hash: null, revision: 0, active: true, verdict, place };
    if (known === undefined) this.index.set(key, entry);
    Object.assign(entry, { verdict, place });
    if (verdict === 'unchanged') return [];
    const { id, revision } = entry;
    const isNews = verdict !== 'rewrite';
    return [{ key, place, change: changeOf(remote, { id, revision, isNews, language, hash }) }];
  }

  private tell(remote: RemoteTemplate, language: string, known: Known | undefined): void {
    const earlier = known?.verdict ?? null;
    if (earlier === null) {
      this.distinct += 1;
      return;
    }
    this.tally.count(earlier, -1);
    this.tally.note({
      name: remote.name,
      language,
      reason: 'Présent plusieurs fois dans la liste : le dernier compte.',
    });
  }

  /** What cannot be understood is there all the same: it is not gone. */
  private spare({ name, language, reason }: MalformedTemplate): void {
    const shown = { name: text(name), language: text(language), reason };
    const key = keyOf(shown.name, shown.name === '' ? '' : languageOf(shown.language));
    if (!this.malformed.has(key)) this.distinct += 1;
    this.malformed.add(key);
    this.tally.fail(shown);
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 512) : '';
}
