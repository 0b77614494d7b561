import { contentOf } from '../mirror/content.js';
import { remote } from '../template-sync.fake.js';
import type { TemplateHint } from '../template-sync.port.js';
import { applied } from './news.js';

const content = contentOf(remote({ name: 'a' }));
const times = { statusAt: new Date(1_000), qualityAt: null, categoryAt: null };
const hint = (news: TemplateHint['news'], at = 2_000): TemplateHint => ({
  accountId: 'w',
  remoteId: '1',
  name: 'a',
  language: 'fr',
  at: new Date(at),
  news,
});

describe('news', () => {
  it('of a state keep the reason that is known when they bring none', () => {
    expect(
      applied(times, content, hint({ kind: 'status', status: 'REJECTED', reason: 'SCAM' })),
    ).toMatchObject({
      content: { status: 'REJECTED', rejectedReason: 'SCAM' },
      statusAt: new Date(2_000),
    });
    expect(applied(times, content, hint({ kind: 'status', status: 'PAUSED', reason: null }))).toMatchObject({
      content: { status: 'PAUSED', rejectedReason: 'NONE' },
    });
  });

  it('that are older than others of their kind, or say nothing new, change nothing', () => {
    expect(applied(times, content, hint({ kind: 'status', status: 'PAUSED', reason: null }, 999))).toBeNull();
    expect(applied(times, content, hint({ kind: 'quality', quality: 'GREEN' }))).toBeNull();
    expect(applied(times, content, hint({ kind: 'quality', quality: 'RED' }, 999))).not.toBeNull();
  });

  it.each([
    [{ kind: 'components' } as const],
    [{ kind: 'status', status: 'REINSTATED', reason: null } as const],
    [{ kind: 'status', status: 'FLAGGED', reason: null } as const],
  ])('%j make the template be read again', (news) => {
    expect(applied(times, content, hint(news))).toBe('read again');
  });
});
