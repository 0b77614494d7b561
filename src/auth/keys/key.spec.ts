import { hashOf, looksLikeKey, makeKey, presentedKey, sameSecret } from './key.js';

describe('a key', () => {
  it('is new each time and known by its hash and its beginning only', () => {
    const [one, other] = [makeKey(), makeKey()];
    expect(one.key).not.toBe(other.key);
    expect(looksLikeKey(one.key)).toBe(true);
    expect(one.hash).toBe(hashOf(one.key));
    expect(one.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(one.key.startsWith(one.prefix)).toBe(true);
    expect(one.prefix.length).toBeLessThan(12);
  });

  it.each(['', 'rk_', 'rk_short', `xx_${'a'.repeat(43)}`, `rk_${'a'.repeat(42)}!`, `rk_${'a'.repeat(44)}`])(
    'is never %j',
    (text) => {
      expect(looksLikeKey(text)).toBe(false);
    },
  );
});

describe('the key presented', () => {
  const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

  it.each([
    ['Bearer rk_abc', false, 'rk_abc'],
    ['bearer   rk_abc', false, 'rk_abc'],
    ['Bearer', false, null],
    ['Bearer a b', false, null],
    ['Token rk_abc', false, null],
    [undefined, false, null],
    [basic('admin:rk_abc'), true, 'rk_abc'],
    [basic('admin:rk:abc'), true, 'rk:abc'],
    [basic('rk_abc'), true, null],
    [basic('admin:rk_abc'), false, null],
  ])('in %j (Basic taken: %s) is %j', (header, takesBasic, key) => {
    expect(presentedKey(header, takesBasic)).toBe(key);
  });
});

describe('sameSecret', () => {
  it('tells equal from different, whatever the lengths', () => {
    expect(sameSecret('a'.repeat(32), 'a'.repeat(32))).toBe(true);
    expect(sameSecret('a'.repeat(32), 'a'.repeat(33))).toBe(false);
    expect(sameSecret('', 'a')).toBe(false);
  });
});
