import { freePort } from './free-port.js';
import { ServerProcess } from './server-process.js';
import { SimulatorProcess } from './simulator-process.js';

export const ACCOUNT = 'AC00000000000000000000000000000001';
export const TWILIO_NUMBER = '14155238886';
export const TOKEN = 'a-token-of-the-story';

/** A message that the simulated Twilio took. */
export interface Taken {
  seq: number;
  sid: string;
  to: string;
  body: string;
  mediaUrls: string[];
  files: string[];
  status: string;
  form: Record<string, string>;
}

/** The compiled server and a simulated Twilio that know each other. */
export class TwilioStory {
  private constructor(
    readonly simulator: SimulatorProcess,
    readonly address: string,
    /** Settings of the server. */
    readonly env: Record<string, string>,
  ) {}

  static async open(): Promise<TwilioStory> {
    const port = String(await freePort());
    const address = `http://127.0.0.1:${port}`;
    const simulator = new SimulatorProcess();
    await simulator.start({
      TWILIO_ACCOUNT_SID: ACCOUNT,
      TWILIO_AUTH_TOKEN: TOKEN,
      TWILIO_WHATSAPP_NUMBER: TWILIO_NUMBER,
      TWILIO_WEBHOOK_URL: `${address}/twilio/webhook`,
    });
    const env = {
      PORT: port,
      PUBLIC_BASE_URL: address,
      WHATSAPP_PROVIDER: 'twilio',
      TWILIO_ACCOUNT_SID: ACCOUNT,
      TWILIO_AUTH_TOKEN: TOKEN,
      TWILIO_WHATSAPP_NUMBER: `+${TWILIO_NUMBER}`,
      TWILIO_BASE_URL: simulator.address,
      ENABLE_QR_CODE: 'true',
      BOT_ENTRY_FLOW: 'uic',
    };
    return new TwilioStory(simulator, address, env);
  }

  /** A server that knows Twilio only. */
  server(over: Record<string, string> = {}): ServerProcess {
    return new ServerProcess({ ...this.env, ...WITHOUT_META, ...over });
  }

  fault(fault: object): Promise<unknown> {
    return this.simulator.control('POST', 'twilio/faults', fault);
  }

  /** The file that Twilio fetched for a message. */
  async file(id: string | undefined): Promise<Buffer> {
    const answer = await fetch(`${this.simulator.address}/sim/media/${id}`);
    return Buffer.from(await answer.arrayBuffer());
  }
}

const WITHOUT_META = {
  WHATSAPP_APP_SECRET: '',
  WHATSAPP_ACCESS_TOKEN: '',
  WHATSAPP_PHONE_NUMBER_ID: '',
  WHATSAPP_WEBHOOK_VERIFY_TOKEN: '',
};

/** Somebody who writes to the number at Twilio and reads what comes back. */
export class TwilioPerson {
  private read = 0;

  constructor(
    readonly number: string,
    private readonly story: TwilioStory,
  ) {}

  say(said: object): Promise<{ sid: string; taken: boolean }> {
    return this.story.simulator.control('POST', `twilio/phones/${this.number}/messages`, said);
  }

  /** Writes and waits for the next `replies` messages. */
  async write(text: string, replies = 1): Promise<Taken[]> {
    const { taken } = await this.say({ text });
    if (!taken) throw new Error(`« ${text} » was not taken`);
    return this.receive(replies);
  }

  async receive(count: number): Promise<Taken[]> {
    const found = await this.all(this.read + count);
    if (found.length < this.read + count)
      throw new Error(`${count} messages were expected, ${found.length - this.read} came`);
    const next = found.slice(this.read, this.read + count);
    this.read += count;
    return next;
  }

  /** Everything so far, once there is at least so much. */
  async all(atLeast = 0): Promise<Taken[]> {
    const { items } = await this.story.simulator.control<{ items: Taken[] }>(
      'GET',
      `twilio/sent?to=${this.number}&atLeast=${atLeast}&waitMs=20000`,
    );
    return items;
  }
}
