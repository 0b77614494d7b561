import net from 'node:net';

const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)/i;

/** A kept connection with one request under way at a time. Knows just enough of HTTP to see where an answer ends. */
export class Connection {
  #socket;
  #pending = null;
  #answered = null;
  #usual = -1;

  static async open(port) {
    const connection = new Connection();
    await connection.#connect(port);
    return connection;
  }

  /** Sends a whole request; `answered(status, body)` is called once, status 0 when the connection broke. */
  send(request, answered) {
    this.#answered = answered;
    this.#socket.write(request);
  }

  close() {
    this.#answered = null;
    this.#socket.destroy();
  }

  async #connect(port) {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket = socket;
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('close', () => this.#end(0, ''));
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    socket.on('error', () => {});
  }

  #take(chunk) {
    // Answers to the same request are alike: one as long as the one before is whole.
    if (this.#pending === null && chunk.length === this.#usual && chunk[9] === 0x32)
      return this.#end(200, '');
    const bytes = this.#pending === null ? chunk : Buffer.concat([this.#pending, chunk]);
    const text = bytes.latin1Slice();
    const head = text.indexOf('\r\n\r\n');
    const length = head < 0 ? null : CONTENT_LENGTH.exec(text.slice(0, head));
    const whole = length === null ? Infinity : head + 4 + Number(length[1]);
    if (bytes.length < whole) return void (this.#pending = bytes);
    this.#pending = null;
    const status = Number(text.slice(9, 12));
    if (status === 200) this.#usual = bytes.length;
    this.#end(status, text.slice(head + 4));
  }

  #end(status, body) {
    const answered = this.#answered;
    this.#answered = null;
    answered?.(status, body);
  }
}
