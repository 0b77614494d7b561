import { randomBytes } from 'node:crypto';
import { testSettings } from '../../../test/settings.js';
import { Vault } from './vault.js';

const key = () => randomBytes(32).toString('base64');
const vault = (data: string, uic = key()) =>
  new Vault(testSettings({ DATA_ENCRYPTION_KEY: data, UIC_SECRET: uic }));

describe('the vault', () => {
  it('opens what it sealed and shows nothing of it', () => {
    const sut = vault(key());
    const sealed = sut.seal('Mbuyi, né en 1997 à Kinshasa ✓');
    expect(sealed).not.toMatch(/Mbuyi|1997/);
    expect(sealed).toMatch(/^[\x21-\x7e]+$/);
    expect(sut.open(sealed)).toBe('Mbuyi, né en 1997 à Kinshasa ✓');
  });

  it('never seals the same text the same way', () => {
    const sut = vault(key());
    expect(sut.seal('7')).not.toBe(sut.seal('7'));
  });

  it('refuses what was altered, and what another key sealed', () => {
    const sut = vault(key());
    const sealed = sut.seal('secret');
    const altered = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA');
    expect(() => sut.open(altered)).toThrow(/authenticate/);
    expect(() => vault(key()).open(sealed)).toThrow(/not configured/);
  });

  it('after a rotation opens and finds the old, and makes the new', () => {
    const [old, fresh, uic] = [key(), key(), key()];
    const before = vault(old, uic);
    const after = vault(`${fresh},${old}`, uic);
    const sealed = before.seal('secret');
    expect(after.open(sealed)).toBe('secret');
    expect([after.isCurrent(sealed), after.isCurrent(after.seal('secret'))]).toEqual([false, true]);
    expect(after.blindIndexes('phone', '243810000001')).toContain(before.blindIndex('phone', '243810000001'));
    expect(after.blindIndex('phone', '243810000001')).not.toBe(before.blindIndex('phone', '243810000001'));
  });

  it('finds the same value again, and tells kinds and keys apart', () => {
    const sut = vault(key());
    expect(sut.blindIndex('phone', '1')).toBe(sut.blindIndex('phone', '1'));
    expect(
      new Set([sut.blindIndex('phone', '1'), sut.blindIndex('user', '1'), sut.blindIndex('uic', '1')]).size,
    ).toBe(3);
    expect(sut.blindIndex('phone', '1').length).toBeLessThanOrEqual(60);
  });
});
