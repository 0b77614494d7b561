import { Secret } from '../kernel/secret.js';
import { adviceFor, fitting } from './advice.js';
import type { HeldVersion } from './held.js';

const now = new Date('2026-11-21T10:00:00Z');
const DAY = 86_400_000;
const active: HeldVersion = {
  id: 'v',
  origin: 'settings',
  token: new Secret('token'),
  ending: null,
  kind: '60-day',
  verdict: 'valid',
  issuedAt: now,
  expiresAt: new Date(now.getTime() + 60 * DAY),
  skewMs: 0,
  missingScopes: [],
  reason: null,
  createdAt: now,
  checkedAt: now,
};
const fine = { active, fallbackAt: null, trouble: null };
const refused = { cause: 'refused', reason: 'Le mot de passe a changé' } as const;
const unreachable = { cause: 'unreachable', reason: 'L’émetteur ne répond pas.' } as const;

describe('the advice', () => {
  it('is none when all is well', () => {
    expect(adviceFor(fine, now)).toBeNull();
    expect(adviceFor({ ...fine, trouble: unreachable }, now)).toBeNull();
  });

  it.each([
    ['there is no token', { ...fine, active: null }, /pas de jeton\. Donnez un nouveau jeton par POST/],
    [
      'nothing works',
      { ...fine, fallbackAt: now, trouble: refused },
      /Le mot de passe a changé\. Les messages attendent.*Donnez un nouveau jeton/,
    ],
    [
      'nobody answers',
      { ...fine, fallbackAt: now, trouble: unreachable },
      /ne répond pas\. .*réessaie tout seul\. Vérifiez l’accès à Internet/,
    ],
    [
      'it will not be renewed',
      { ...fine, trouble: refused },
      /refusé : Le mot de passe a changé\. Ce jeton fonctionne jusqu’au 20 janvier 2027\. Donnez un nouveau jeton/,
    ],
    [
      'it is dead',
      { ...fine, active: { ...active, verdict: 'invalid', reason: 'Révoqué.' } as const },
      /Révoqué\. Donnez un nouveau jeton/,
    ],
    [
      'it belongs to somebody else',
      { ...fine, active: { ...active, reason: 'Une autre application l’a.' } },
      /Une autre application l’a\. Donnez un nouveau jeton/,
    ],
    [
      'scopes are missing',
      { ...fine, active: { ...active, missingScopes: ['messaging', 'management'] } },
      /manque au jeton : messaging, management/,
    ],
  ])('says what to do when %s', (_, held, words) => {
    const advice = (adviceFor(held, now) ?? '').replaceAll('\u00a0', ' ');
    expect(advice).toMatch(words);
    expect(advice).toContain('docs/operate/token-renewal.md');
  });

  it('fits where it is kept, whole characters only', () => {
    const long =
      adviceFor({ ...fine, fallbackAt: now, trouble: { ...refused, reason: 'é'.repeat(5_000) } }, now) ?? '';
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(1_000);
    expect(long).not.toContain('\ufffd');
    expect(fitting('court', 5)).toBe('court');
  });
});
