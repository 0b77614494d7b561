import type { Received } from '../graph/graph.fake.js';

/** Templates of a small account. */
export function templatesOf(count: number, from = 0): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, i) => ({
    id: String(1_000 + from + i),
    name: `modele_${from + i}`,
    language: 'fr',
    status: 'APPROVED',
    category: 'UTILITY',
    components: [{ type: 'BODY', text: 'Bonjour.' }],
  }));
}

/** A page, and the cursor of the next one. */
export function pageOf(data: unknown[], after?: string): Record<string, unknown> {
  const cursors = { before: 'b', after: after ?? 'last' };
  return {
    data,
    paging: {
      cursors,
      ...(after && { next: `https://graph.example/next?access_token=EAAsecret&after=${after}` }),
    },
  };
}

/** What was asked of the listing. */
export function queryOf({ url }: Received): Record<string, string> {
  return Object.fromEntries(new URL(url, 'http://graph').searchParams);
}
