import { createHmac } from 'node:crypto';
import { Rig } from '../service.fake.js';
import { metaJson, signatureOf } from './signature.js';

const SECRET = 'test_app_secret';

describe('the signature of a webhook', () => {
  it.each([
    [
      '{"object":"whatsapp_business_account","entry":[]}',
      'sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756',
    ],
    [
      '{"object":"whatsapp_business_account","entry":[],"t":"\\u00e4\\/"}',
      'sha256=5c97ce0a5b7e93160bddba5ead54c6b481134c5dc30d27927200576bdeb53a3c',
    ],
    [
      '{"object":"whatsapp_business_account","entry":[],"t":"ä/"}',
      'sha256=e9fd9bf74aa922c62eaf2bcbe0d2e405fec1d84462c69343be5c3b39236f38f3',
    ],
  ])('is the published one for %s', (body, signature) => {
    expect(signatureOf(SECRET, body)).toBe(signature);
  });

  it('covers text that is written as Meta writes it: ASCII, with escaped slashes', () => {
    const value = { object: 'whatsapp_business_account', entry: [], t: 'ä/' };
    expect(metaJson(value)).toBe('{"object":"whatsapp_business_account","entry":[],"t":"\\u00e4\\/"}');
  });

  it('survives every character: what is parsed is what was said', () => {
    const text = 'é 😀 \u202e א \u0000 \u2028 / \\ " ~ \u007f';
    const json = metaJson({ text });
    expect(json).toMatch(/^[\x20-\x7f]*$/);
    expect(JSON.parse(json)).toEqual({ text });
  });

  it('is right over the bytes that reach the service', async () => {
    const rig = await Rig.start();
    await rig.write('+243810000001', 'Ça va ? 😀 a/b');
    const [webhook] = await rig.service.wait(1);
    await rig.stop();
    const right = createHmac('sha256', rig.settings.appSecret).update(webhook!.raw).digest('hex');
    expect(webhook!.headers['x-hub-signature-256']).toBe(`sha256=${right}`);
    expect(webhook!.raw).toContain('\\u00c7a va ? \\ud83d\\ude00 a\\/b');
  });
});
