import { z } from 'zod';

/** What can go wrong with the inventory. */
export const TROUBLES = [
  'slow',
  'unauthorised',
  'throttled',
  'error',
  'html',
  'broken',
  'repeat',
  'endless',
  'shrink',
  'cut',
] as const;

/** One trouble: at which page or item (any, where absent), and how often (for ever, where absent). */
export const troubleWish = z.strictObject({
  kind: z.enum(TROUBLES),
  on: z.enum(['products', 'categories']).optional(),
  page: z.number().int().positive().optional(),
  item: z.string().optional(),
  times: z.number().int().positive().optional(),
  ms: z.number().int().min(0).max(60_000).default(2_000),
  retryAfter: z.number().int().min(0).default(1),
});
export type Trouble = z.infer<typeof troubleWish>;

/** Where a call goes. */
export interface Call {
  on: 'products' | 'categories';
  page?: number;
  item?: string;
}

/** The troubles that are switched on. */
export class Troubles {
  private list: Trouble[] = [];

  get all(): readonly Trouble[] {
    return this.list;
  }

  add(trouble: Trouble): void {
    this.list.push(trouble);
  }

  clear(): void {
    this.list = [];
  }

  /** What strikes this call; a trouble that has struck often enough is gone. */
  strike(call: Call): Trouble | undefined {
    const found = this.list.find(
      ({ on, page, item }) =>
        (on === undefined || on === call.on) &&
        (page === undefined || page === call.page) &&
        (item === undefined || item === call.item),
    );
    if (found?.times === undefined) return found;
    const struck = { ...found };
    found.times -= 1;
    if (found.times === 0) this.list = this.list.filter((each) => each !== found);
    return struck;
  }
}
