import { createHmac } from 'node:crypto';
import { Secret } from '../../../kernel/secret.js';
import { looksSigned, signersOf } from './meta.signature.js';

const SECRET = new Secret('test_app_secret');
const EMPTY = '{"object":"whatsapp_business_account","entry":[]}';
const EMPTY_SIGNED = 'sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756';

describe('the signature of a webhook', () => {
  it.each([
    ['a plain body', EMPTY, EMPTY_SIGNED],
    [
      'a body with escaped characters, as Meta signs it',
      '{"object":"whatsapp_business_account","entry":[],"t":"\\u00e4\\/"}',
      'sha256=5c97ce0a5b7e93160bddba5ead54c6b481134c5dc30d27927200576bdeb53a3c',
    ],
    [
      'the same body with the characters themselves',
      '{"object":"whatsapp_business_account","entry":[],"t":"ä/"}',
      'sha256=e9fd9bf74aa922c62eaf2bcbe0d2e405fec1d84462c69343be5c3b39236f38f3',
    ],
  ])('is recognised over %s', (_about, body, header) => {
    expect(signersOf([SECRET], Buffer.from(body), header)).toEqual([SECRET]);
  });

  it('is recognised over bytes that are no text', () => {
    const bytes = Buffer.from([0, 255, 254, 128]);
    const header = `sha256=${createHmac('sha256', 'test_app_secret').update(bytes).digest('hex')}`;
    expect(signersOf([SECRET], bytes, header)).toEqual([SECRET]);
  });

  it('is refused when one byte of the body changed', () => {
    expect(signersOf([SECRET], Buffer.from(`${EMPTY} `), EMPTY_SIGNED)).toEqual([]);
  });

  it('is refused when it was made with another secret', () => {
    expect(signersOf([new Secret('other')], Buffer.from(EMPTY), EMPTY_SIGNED)).toEqual([]);
  });

  it('is recognised when any of several secrets made it', () => {
    const others = [new Secret('new'), SECRET, new Secret('older')];
    expect(signersOf(others, Buffer.from(EMPTY), EMPTY_SIGNED)).toEqual([SECRET]);
  });

  it('is refused when there is no secret', () => {
    expect(signersOf([], Buffer.from(EMPTY), EMPTY_SIGNED)).toEqual([]);
  });

  it.each([
    undefined,
    null,
    '',
    'sha256=',
    EMPTY_SIGNED.slice(0, -1),
    `${EMPTY_SIGNED}0`,
    EMPTY_SIGNED.replace('sha256=', 'sha1='),
    EMPTY_SIGNED.replace('sha256=', ''),
    `${EMPTY_SIGNED}, ${EMPTY_SIGNED}`,
    `sha256=${'g'.repeat(64)}`,
    `sha256=${'é'.repeat(64)}`,
    `sha256=${'0'.repeat(64)}`,
    'x'.repeat(100_000),
    [EMPTY_SIGNED],
    42,
  ])('is refused when the header is %p', (header) => {
    expect(signersOf([SECRET], Buffer.from(EMPTY), header)).toEqual([]);
  });

  it('is told from other headers by its form alone', () => {
    expect(looksSigned(`sha256=${'0'.repeat(64)}`)).toBe(true);
    expect(looksSigned('sha256=abc')).toBe(false);
    expect(looksSigned([EMPTY_SIGNED])).toBe(false);
  });
});
