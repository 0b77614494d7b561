import { randomInt } from 'node:crypto';
import { request } from 'undici';

const TIMEOUT_MS = 10_000;

/** What came of asking. */
export interface Verification {
  verified: boolean;
  answer: number | 'unreachable';
}

/** Asks a service to prove that it knows the verify token, as Meta does when a webhook is set up. */
export class Handshake {
  async ask(callback: string, verifyToken: string): Promise<Verification> {
    const challenge = String(randomInt(1_000_000_000, 2_000_000_000));
    const url = new URL(callback);
    url.searchParams.set('hub.mode', 'subscribe');
    url.searchParams.set('hub.challenge', challenge);
    url.searchParams.set('hub.verify_token', verifyToken);
    try {
      const answer = await request(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
      const text = await answer.body.text();
      return { verified: answer.statusCode === 200 && text === challenge, answer: answer.statusCode };
    } catch {
      return { verified: false, answer: 'unreachable' };
    }
  }
}
