import { Clock } from '../../kernel/clock.js';
import { type KnownKey, KnownKeys } from './known-keys.js';

class Hand extends Clock {
  ms = 0;
  now(): Date {
    return new Date(this.ms);
  }
}

const key: KnownKey = { id: 'key-1', role: 'viewer', lastUsedAt: null };

describe('KnownKeys', () => {
  const clock = new Hand();
  let known: KnownKeys;
  beforeEach(() => {
    clock.ms = 0;
    known = new KnownKeys(clock);
  });

  it('remembers a key for some seconds', async () => {
    await known.learn('hash', () => Promise.resolve(key));
    expect(known.get('hash')).toBe(key);
    clock.ms = 5_000;
    expect(known.get('hash')).toBeNull();
  });

  it('does not remember what does not open', async () => {
    await known.learn('hash', () => Promise.resolve(null));
    expect(known.get('hash')).toBeNull();
  });

  it('forgets a revoked key at once', async () => {
    await known.learn('hash', () => Promise.resolve(key));
    known.forget('key-1');
    expect(known.get('hash')).toBeNull();
  });

  it('does not remember an answer that was asked for before a revocation', async () => {
    let answer: (found: KnownKey) => void = () => undefined;
    const learning = known.learn('hash', () => new Promise((resolve) => (answer = resolve)));
    known.forget('key-1');
    answer(key);
    await learning;
    expect(known.get('hash')).toBeNull();
  });
});
