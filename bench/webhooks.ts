import { createHmac } from 'node:crypto';

/** Our number, as the server under test is told it. */
export const NUMBER_ID = '100000000000001';
const ACCOUNT_ID = '100000000000009';
const DISPLAY_NUMBER = '243810000000';

/** A message of a person, as Meta delivers it: one to a body. */
export function messageBody({ id, from, text, at }: Message): string {
  return envelope({
    contacts: [{ profile: { name: 'Personne' }, wa_id: from }],
    messages: [{ from, id, timestamp: String(at), text: { body: text }, type: 'text' }],
  });
}

export interface Message {
  id: string;
  /** Digits with country code. */
  from: string;
  text: string;
  /** Seconds. */
  at: number;
}

/** What became of a message of ours, as Meta delivers it. */
export function statusBody({ id, to, state, reference, at }: Status): string {
  const status = {
    id,
    status: state,
    timestamp: String(at),
    recipient_id: to,
    ...(reference !== undefined && { biz_opaque_callback_data: reference }),
    ...(state !== 'read' && {
      pricing: { billable: false, pricing_model: 'PMP', category: 'service', type: 'free_customer_service' },
    }),
  };
  return envelope({ statuses: [status] });
}

export interface Status {
  id: string;
  to: string;
  state: 'sent' | 'delivered' | 'read';
  reference?: string;
  at: number;
}

/** The whole HTTP request of a signed body, ready for a kept connection. */
export function signedRequest(path: string, body: string, secret: string): Buffer {
  const bytes = Buffer.from(body);
  const signature = createHmac('sha256', secret).update(bytes).digest('hex');
  const head =
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\nUser-Agent: facebookexternalua\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${bytes.length}\r\n` +
    `X-Hub-Signature-256: sha256=${signature}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), bytes]);
}

/** An id of the same length and letters as Meta's, different for each run and number. */
export function messageId(run: string, n: number): string {
  const inside = Buffer.from(`\x1d\x0f${run}.${String(n).padStart(10, '0')}\x15\x02\x00\x11\x18\x12`);
  return `wamid.${inside.toString('base64').replace(/=+$/, '')}`;
}

/** The phone number of the n-th person. */
export function phoneOf(n: number): string {
  return `2438${String(n).padStart(8, '0')}`;
}

function envelope(value: object): string {
  const metadata = { display_phone_number: DISPLAY_NUMBER, phone_number_id: NUMBER_ID };
  const change = { value: { messaging_product: 'whatsapp', metadata, ...value }, field: 'messages' };
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: ACCOUNT_ID, changes: [change] }],
  });
}
