import type { News } from './watcher.service.js';

/**
 * What was told already: the same stretch of time is looked at more than once, because a transaction may become visible after a later
 * one. Loose news is told a second time when nobody looks at its stretch any more, whatever it has become meanwhile.
 */
export class Seen {
  private readonly told = new Map<string, { until: number; news: News }>();

  constructor(private readonly spanMs: number) {}

  /** Those that are to be told now. */
  fresh(news: readonly News[], now: number): News[] {
    const over = [...this.told].filter(([, { until }]) => until <= now);
    for (const [key] of over) this.told.delete(key);
    const unseen = news.filter(({ key }) => !this.told.has(key));
    for (const each of unseen) this.told.set(each.key, { until: now + this.spanMs, news: each });
    const again = over.map(([, entry]) => entry.news).filter((each) => each.isLoose);
    return [...again.filter(({ key }) => !this.told.has(key)), ...unseen];
  }

  forget(): void {
    this.told.clear();
  }
}
