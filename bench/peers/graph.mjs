import { Pool } from 'undici';

/** Sends texts to the Graph API over kept connections; resolves with the id that it gave. */
export function graphClient(baseUrl, numberId) {
  const pool = new Pool(baseUrl, { connections: 128, pipelining: 1 });
  const headers = { authorization: 'Bearer token', 'content-type': 'application/json' };
  return async (to, text, reference) => {
    const { body } = await pool.request({
      method: 'POST',
      path: `/v25.0/${numberId}/messages`,
      headers,
      body: JSON.stringify({
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        to,
        type: 'text',
        text: { body: text },
        biz_opaque_callback_data: reference,
      }),
    });
    const answer = await body.json();
    return answer.messages[0].id;
  };
}
