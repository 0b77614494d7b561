import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

/** The least that a webhook server does: raw bytes, signature, JSON; 200 once `keep` has kept the messages. */
export function openDoor({ secret, keep }) {
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const raw = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
      if (!isGenuine(secret, raw, request.headers['x-hub-signature-256'])) return answer(response, 401);
      keep(messagesIn(JSON.parse(raw.toString()))).then(
        () => answer(response, 200),
        () => answer(response, 503),
      );
    });
  });
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`);
  });
  process.on('SIGTERM', () => process.exit(0));
}

export function isGenuine(secret, raw, header) {
  const given = Buffer.from(String(header).slice('sha256='.length), 'hex');
  const expected = createHmac('sha256', secret).update(raw).digest();
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Texts of people, in their order; statuses and everything else are passed over. */
export function messagesIn(body) {
  return (body.entry ?? []).flatMap(({ changes = [] }) =>
    changes.flatMap(({ value }) =>
      (value.messages ?? []).map(({ id, from, text }) => ({ id, from, text: text?.body ?? '' })),
    ),
  );
}

function answer(response, status) {
  response.writeHead(status, { 'content-type': 'text/plain', 'content-length': 2 }).end('ok');
}
