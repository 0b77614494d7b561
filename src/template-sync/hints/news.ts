import type { Content } from '../mirror/content.js';
import { canonical } from '../mirror/canonical.js';
import type { Next } from '../mirror/mirror.repository.js';
import type { TemplateRow } from '../mirror/template.entity.js';
import type { TemplateHint } from '../template-sync.port.js';

/** States that a listing can tell. News have more of them: what those mean for the template, only reading it tells. */
const LISTED: ReadonlySet<string> = new Set([
  'APPROVED',
  'IN_APPEAL',
  'PENDING',
  'REJECTED',
  'PENDING_DELETION',
  'DELETED',
  'DISABLED',
  'PAUSED',
  'LIMIT_EXCEEDED',
  'ARCHIVED',
]);

type Times = Pick<TemplateRow, 'statusAt' | 'qualityAt' | 'categoryAt'>;

/** What a template becomes by news of it; `null` when they are older than what is known or say nothing new. */
export function applied(
  times: Times,
  content: Content,
  { news, at }: TemplateHint,
): Next | 'read again' | null {
  switch (news.kind) {
    case 'components':
      return 'read again';
    case 'status':
      if (!LISTED.has(news.status)) return 'read again';
      return newer(times.statusAt, at)
        ? changed(
            content,
            { status: news.status, rejectedReason: news.reason ?? content.rejectedReason },
            { statusAt: at },
          )
        : null;
    case 'quality':
      return newer(times.qualityAt, at)
        ? changed(content, { quality: news.quality }, { qualityAt: at })
        : null;
    case 'category':
      return newer(times.categoryAt, at)
        ? changed(
            content,
            { category: news.category, previousCategory: news.previousCategory },
            { categoryAt: at },
          )
        : null;
  }
}

function newer(known: Date | null, at: Date): boolean {
  return known === null || at >= known;
}

function changed(content: Content, change: Partial<Content>, times: Partial<Times>): Next | null {
  const next = { ...content, ...change };
  return canonical(next) === canonical(content) ? null : { content: next, ...times };
}
