import { STATUS_CODES } from 'node:http';
import net from 'node:net';

const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)/i;
const SENDER = /^POST \/v[\d.]+\/(\d+)\/messages /;
const MULTIPART = /\r\ncontent-type: *multipart\//i;

/** What is said of any token: it is good for ever. */
const TOKEN = {
  data: {
    type: 'SYSTEM_USER',
    is_valid: true,
    expires_at: 0,
    scopes: ['whatsapp_business_management', 'whatsapp_business_messaging'],
  },
};

/** The Graph API as a fast stub: takes messages and pictures, answers each at once with an id, tells who listens. */
export class GraphStub {
  /** Called with each message: which number it is from, who it is for, what it says, our reference, its id, what kind it is. */
  onMessage = () => {};
  /** How a message is answered: after how long, with what instead of an id. */
  manner = () => ({});
  #count = 0;
  #sockets = new Set();

  /** Resolves with its port. */
  listen() {
    const server = net.createServer({ noDelay: true }, (socket) => this.#serve(socket));
    return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
  }

  /** Lets go of everybody who is still connected. */
  reset() {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  #serve(socket) {
    let pending = null;
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      pending = this.#read(socket, pending === null ? chunk : Buffer.concat([pending, chunk]));
    });
  }

  /** Answers every whole request in the bytes; gives back what is left over. */
  #read(socket, bytes) {
    for (let rest = bytes; ;) {
      const head = rest.indexOf('\r\n\r\n');
      if (head < 0) return rest.length > 0 ? rest : null;
      const start = rest.latin1Slice(0, head);
      const end = head + 4 + Number(CONTENT_LENGTH.exec(start)?.[1] ?? 0);
      if (rest.length < end) return rest;
      this.#answer(socket, start, rest.subarray(head + 4, end));
      if (rest.length === end) return null;
      rest = rest.subarray(end);
    }
  }

  #answer(socket, head, body) {
    this.#count += 1;
    if (!head.startsWith('POST ')) return reply(socket, head.includes('/debug_token') ? TOKEN : { data: [] });
    if (MULTIPART.test(head)) return reply(socket, { id: String(900_000_000 + this.#count) });
    const message = JSON.parse(body.utf8Slice());
    if (message.status === 'read') return reply(socket, { success: true });
    const to = String(message.to ?? message.recipient).replace('+', '');
    const id = `wamid.SENT${String(this.#count).padStart(12, '0')}`;
    const number = SENDER.exec(head)?.[1];
    const contacts = [{ input: to, wa_id: to }];
    const accepted = { messaging_product: 'whatsapp', contacts, messages: [{ id }] };
    const { afterMs, status = 200, body: said = accepted } = this.manner({ number, to });
    if (afterMs === undefined) reply(socket, said, status);
    else setTimeout(() => reply(socket, said, status), afterMs);
    const text = message.text?.body ?? message.interactive?.body?.text ?? message.image?.caption ?? '';
    this.onMessage({ number, to, text, id, reference: message.biz_opaque_callback_data, kind: message.type });
  }
}

function reply(socket, value, status = 200) {
  const body = JSON.stringify(value);
  socket.write(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: keep-alive\r\n\r\n${body}`,
  );
}
