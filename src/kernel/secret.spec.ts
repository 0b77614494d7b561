import { inspect } from 'node:util';
import { Secret } from './secret.js';

it('a secret shows itself only when it is asked to', () => {
  const secret = new Secret('s3cret-value');
  const shown = [
    String(secret),
    secret.toString(),
    JSON.stringify({ secret }),
    inspect(secret),
    inspect({ deep: { secret } }, { showHidden: true }),
  ];
  expect(shown.join()).not.toContain('s3cret');
  expect(secret.reveal()).toBe('s3cret-value');
});
