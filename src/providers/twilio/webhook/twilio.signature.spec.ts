import { createHash } from 'node:crypto';
import { Secret } from '../../../kernel/secret.js';
import { recordedSignatures, signatureOf } from '../api/twilio.fake.js';
import { formIn, NO_FIELDS } from './fields.js';
import { isBodyOf, verify } from './twilio.signature.js';

const fieldsOf = (form: Record<string, string>) => new Map(Object.entries(form).map(([k, v]) => [k, [v]]));
const secret = (text: string) => [new Secret(text)];

describe('the signature of a webhook', () => {
  it.each(recordedSignatures())('$signature is that of $url', ({ secret: key, url, form, signature }) => {
    const signed = { url, fields: fieldsOf(form) };
    expect(verify(secret(key), signed, signature)).toBe(true);
    expect(verify(secret('another'), signed, signature)).toBe(false);
    expect(verify([], signed, signature)).toBe(false);
    expect(verify(secret(key), { ...signed, url: `${url}x` }, signature)).toBe(false);
    expect(verify(secret(key), { url, fields: fieldsOf({ ...form, From: '+1' }) }, signature)).toBe(false);
    expect(verify(secret(key), { url, fields: fieldsOf({ ...form, More: '1' }) }, signature)).toBe(false);
  });

  it.each([undefined, '', 'x', ['R7hgGQ6ffn58u25JrW1YxF0S4zo='], `${'A'.repeat(27)}!`, 'A'.repeat(28)])(
    'the header %j is none',
    (header) =>
      expect(verify(secret('12345'), { url: 'https://a.b/', fields: NO_FIELDS }, header)).toBe(false),
  );

  it('any of several secrets may have signed, as while one is being changed', () => {
    const url = 'https://relais.example/twilio/webhook';
    const header = signatureOf('second', url);
    const both = [new Secret('first'), new Secret('second')];
    expect(verify(both, { url, fields: NO_FIELDS }, header)).toBe(true);
  });

  it.each([
    ['https://relais.example/a?b=1', 'https://relais.example:443/a?b=1'],
    ['https://relais.example:8443/a', 'https://relais.example/a'],
    ['https://relais.example:8443/a', 'https://relais.example:8443/a'],
    ['http://relais.example/a', 'http://relais.example:80/a'],
    ["https://relais.example/a?b=it's", 'https://relais.example/a?b=it%27s'.replace('%27', "'")],
    ['https://relais.example/a?b=x%20y', 'https://relais.example/a?b=x%20y'],
    ['https://relais.example/a?b=x+y', 'https://relais.example/a?b=x%20y'],
  ])('the address %s may be signed as %s', (ours, theirs) => {
    const header = signatureOf('12345', theirs);
    expect(verify(secret('12345'), { url: ours, fields: NO_FIELDS }, header)).toBe(true);
  });

  it('a name that comes twice counts with each value once, in their order', () => {
    const url = 'https://relais.example/a';
    const fields = formIn(Buffer.from('b=2&a=1&b=1&b=2'));
    const header = signatureOf('12345', `${url}a1b1b2`);
    expect(verify(secret('12345'), { url, fields: fields ?? NO_FIELDS }, header)).toBe(true);
  });

  it('a body that is no form is held to its hash', () => {
    const body = Buffer.from('{"a":1}');
    const hash = createHash('sha256').update(body).digest('hex');
    expect(isBodyOf(hash, body)).toBe(true);
    expect(isBodyOf(hash.toUpperCase(), body)).toBe(true);
    expect(isBodyOf(hash, Buffer.from('{"a":2}'))).toBe(false);
    expect(isBodyOf('', body)).toBe(false);
    expect(isBodyOf('zz', body)).toBe(false);
  });
});
