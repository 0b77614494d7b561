import { InventoryFailure } from '../../../catalog/catalog.port.js';
import { hashOf } from './validator.js';

const MOST_PAGES = 20_000;
/** Pages beyond what total and size allow: a listing may grow while it is read. */
const SPARE_PAGES = 10;

/** Notices listings that turn in circles, repeat themselves, or never end. */
export class Circles {
  private readonly visited = new Set<string>();
  private readonly contents = new Set<string>();
  private largest = 0;
  private total: number | null = null;

  /** Throws `InventoryFailure` where this page was asked for before, or there are more than there can be. */
  enter(position: string): void {
    if (this.visited.has(position)) throw endless('L’inventaire donne deux fois la même page suivante.');
    this.visited.add(position);
    const most =
      this.total === null || this.largest === 0
        ? MOST_PAGES
        : Math.min(MOST_PAGES, Math.ceil(this.total / this.largest) * 1.5 + SPARE_PAGES);
    if (this.visited.size > most)
      throw endless(`La liste de l’inventaire ne finit pas : plus de ${Math.floor(most)} pages.`);
  }

  /** Throws where a page with just these lines came before. */
  take(ids: readonly string[], total: number | null): void {
    if (total !== null) this.total = Math.max(this.total ?? 0, total);
    this.largest = Math.max(this.largest, ids.length);
    if (ids.length === 0) return;
    const content = hashOf(Buffer.from(ids.join('\n')));
    if (this.contents.has(content))
      throw endless('L’inventaire répète une page : les mêmes lignes deux fois.');
    this.contents.add(content);
  }
}

function endless(text: string): InventoryFailure {
  return new InventoryFailure('endless', `${text} Rien n’a été désactivé. Vérifiez sa pagination.`);
}
