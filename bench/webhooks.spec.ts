import { createHmac } from 'node:crypto';
import { messageBody, messageId, phoneOf, signedRequest, statusBody } from './webhooks.js';

const body = messageBody({ id: 'wamid.A', from: '243810000001', text: 'Bonjour é', at: 1_700_000_000 });

describe('a signed request', () => {
  const request = signedRequest('/whatsapp/webhook', body, 'secret').toString();
  const [head = '', sent = ''] = request.split('\r\n\r\n');

  it('carries the body unchanged and its length in bytes', () => {
    expect(sent).toBe(body);
    expect(head).toContain(`Content-Length: ${Buffer.byteLength(body)}\r\n`);
  });

  it('is signed over these very bytes', () => {
    const signature = createHmac('sha256', 'secret').update(sent).digest('hex');
    expect(head).toContain(`X-Hub-Signature-256: sha256=${signature}`);
  });
});

it('a status names our reference, so that it settles the very message', () => {
  const status = statusBody({ id: 'wamid.B', to: '243810000001', state: 'sent', reference: 'r1', at: 1 });
  expect(status).toContain('"biz_opaque_callback_data":"r1"');
});

it('every message and every person is another one', () => {
  const ids = new Set(Array.from({ length: 1000 }, (_, n) => messageId('run', n)));
  const phones = new Set(Array.from({ length: 1000 }, (_, n) => phoneOf(n)));
  expect([ids.size, phones.size]).toEqual([1000, 1000]);
  expect(messageId('one', 1)).not.toBe(messageId('two', 1));
});
