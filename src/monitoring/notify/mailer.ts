import type { Transporter } from 'nodemailer';
import type { Notice } from './notice.js';

const TIMEOUT_MS = 15_000;

/** Sends notices by e-mail; the library is loaded when there is something to send. */
export class Mailer {
  private transport: Promise<Transporter> | null = null;

  constructor(
    /** `smtps://user:password@host:465` */
    private readonly url: string,
    private readonly from: string,
  ) {}

  /** Rejects unless the server took it for every receiver. */
  async send(to: readonly string[], { subject, text }: Notice): Promise<void> {
    const transport = await (this.transport ??= this.open());
    const sent = (await transport.sendMail({ from: this.from, to: [...to], subject, text })) as {
      rejected?: readonly unknown[];
    };
    const refused = sent.rejected?.length ?? 0;
    if (refused > 0) throw new Error(`${refused} of ${to.length} receivers were refused`);
  }

  async close(): Promise<void> {
    (await this.transport)?.close();
  }

  private async open(): Promise<Transporter> {
    const { createTransport } = await import('nodemailer');
    const timeouts = {
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
    };
    const { hostname: host, port, username, password, protocol } = new URL(this.url);
    const secure = protocol === 'smtps:';
    const auth =
      username === ''
        ? {}
        : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } };
    return createTransport({
      host,
      port: Number(port) || (secure ? 465 : 587),
      secure,
      ...auth,
      ...timeouts,
    });
  }
}
