import { hashPassword, isPassword } from './password.js';

describe('a password', () => {
  it('opens with itself, however its accents are composed, and with nothing else', async () => {
    const hash = await hashPassword('Sésame-ouvre-toi'.normalize('NFD'));
    expect(await isPassword('Sésame-ouvre-toi'.normalize('NFC'), hash)).toBe(true);
    expect(await isPassword('sésame-ouvre-toi', hash)).toBe(false);
    expect(await isPassword('', hash)).toBe(false);
  });

  it('is not in its hash, and two hashes of it differ', async () => {
    const [one, other] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    expect(one).not.toBe(other);
    expect(one).not.toContain('correct');
  });

  it.each([null, '', 'scrypt$15$8$1$$', 'md5$x', 'scrypt$15$8$1$c2FsdA$AAAA'])(
    'opens nothing where its hash is %s',
    async (hash) => {
      expect(await isPassword('anything', hash)).toBe(false);
    },
  );
});
