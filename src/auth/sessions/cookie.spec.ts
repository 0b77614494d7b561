import { cookieOf, isOwnPage, tokenIn } from './cookie.js';

const TOKEN = 'a'.repeat(43);

describe('the cookie of a session', () => {
  it.each([
    [`relais_session=${TOKEN}`, TOKEN],
    [`theme=dark; relais_session=${TOKEN}; lang=fr`, TOKEN],
    [`not_relais_session=${TOKEN}`, null],
    [`relais_session=${TOKEN}x`, null],
    ['relais_session=', null],
    [undefined, null],
  ])('%s', (cookie, token) => {
    expect(tokenIn(cookie)).toBe(token);
  });

  it('is out of reach for scripts and other sites, and needs TLS where TLS is', () => {
    const cookie = cookieOf(TOKEN, new Date('2026-11-21T12:00:00Z'), true);
    expect(cookie).toContain('HttpOnly; SameSite=Strict; Expires=Sat, 21 Nov 2026 12:00:00 GMT; Secure');
    expect(cookieOf(TOKEN, new Date(), false)).not.toContain('Secure');
  });
});

describe('a change that only a cookie vouches for', () => {
  it.each([
    ['comes from our own page', 'POST', { 'sec-fetch-site': 'same-origin', host: 'a.cd' }, true],
    ['comes from our own page in an old browser', 'POST', { origin: 'https://a.cd', host: 'a.cd' }, true],
    ['comes from a program', 'POST', { host: 'a.cd' }, true],
    ['comes from another site', 'POST', { 'sec-fetch-site': 'cross-site', host: 'a.cd' }, false],
    ['comes from a sister site', 'DELETE', { 'sec-fetch-site': 'same-site', host: 'a.cd' }, false],
    ['has a foreign origin', 'POST', { origin: 'https://b.cd', host: 'a.cd' }, false],
    ['has no readable origin', 'POST', { origin: 'null', host: 'a.cd' }, false],
    ['is none: reading is harmless', 'GET', { 'sec-fetch-site': 'cross-site', host: 'a.cd' }, true],
  ])('%s', (_about, method, headers, expected) => {
    expect(isOwnPage({ method, headers })).toBe(expected);
  });
});
