import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import jsqr from 'jsqr';
import sharp from 'sharp';
import { GraphStub } from './graph-stub.js';
import { Person, wordsOf } from './person.js';
import { ADMIN_KEY, ServerProcess } from './server-process.js';
import { ACCOUNT, type Taken, TOKEN, TWILIO_NUMBER, TwilioPerson, TwilioStory } from './twilio-process.js';
import { until } from '../until.js';

const readQr = 'default' in jsqr ? jsqr.default : jsqr;
const scan = async (picture: Buffer) => {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return readQr(new Uint8ClampedArray(data), info.width, info.height)?.data;
};

interface Message {
  id: string;
  state: string;
  error?: { code: string; meaning: string; advice: string };
}

const linesOf = (message: Taken | undefined) => message?.body.split('\n') ?? [];

async function fiveAnswers(person: TwilioPerson): Promise<void> {
  await person.write('Bonjour');
  await person.write('oui');
  for (const answer of ['MBE', 'IBR', '7', 'DA', '1']) await person.write(answer);
}

/** The messages that fit, once there are any; asked for at a pace that the server bears. */
async function messages(
  server: ServerProcess,
  query: string,
  fits = (found: readonly Message[]) => found.length > 0,
): Promise<Message[]> {
  for (let turn = 0; turn < 60; turn += 1) {
    const { body } = await server.api(`/api/messages?${query}`);
    const { items = [] } = body as { items?: Message[] };
    if (fits(items)) return items;
    await pause(300);
  }
  throw new Error(`no messages with ${query}`);
}

describe('the compiled server with Twilio as its only provider', () => {
  let story: TwilioStory;
  let server: ServerProcess;

  beforeAll(async () => {
    story = await TwilioStory.open();
    server = story.server({ UIC_SERVICE_NAME: 'Centre Espoir', OUTBOX_UNKNOWN_WAIT_SECONDS: '30' });
    await server.start();
  });
  afterAll(async () => {
    await server.stop();
    await story.simulator.stop();
  });

  it('a person answers five questions in words, and receives the code and a card that can be scanned', async () => {
    const person = new TwilioPerson('243810000001', story);
    await fiveAnswers(person);
    const [code, card] = await person.write('1', 2);
    expect(linesOf(code)).toContain('MBEIBR7DA1');
    expect(card?.form['From']).toBe(`whatsapp:+${TWILIO_NUMBER}`);
    expect(card?.body).not.toBe('');
    expect(await scan(await story.file(card?.files[0]))).toBe('MBEIBR7DA1');
  });

  it('choices are written out, with the numbers that answer them', async () => {
    const person = new TwilioPerson('243810000002', story);
    const [notice] = await person.write('Bonjour');
    expect(notice?.body).toMatch(/1\. .+\n2\. /);
    const [first] = await person.write('1');
    expect(first?.body).toContain('1/5');
    await person.write('Mobutu');
    await person.write('Marie');
    await person.write('1963');
    const [gender] = await person.write('Kinshasa');
    expect(gender?.body).toContain('1 = homme, 2 = femme');
  });

  it('the address of the card says nothing, ends, and cannot be changed', async () => {
    const [card] = (await new TwilioPerson('243810000001', story).all()).filter(
      ({ mediaUrls }) => mediaUrls.length > 0,
    );
    const url = card?.mediaUrls[0] ?? '';
    expect(url).toMatch(new RegExp(`^${story.address}/qr/[\\w.~-]+\\.png$`));
    expect(url).not.toMatch(/MBEIBR7DA1|243810000001/);
    expect((await fetch(url)).status).toBe(200);
    const changed = url.replace(/(.)\.png$/, (_all, last: string) => `${last === 'A' ? 'B' : 'A'}.png`);
    expect((await fetch(changed)).status).toBe(404);
  });

  it('reports are told: the message was read', async () => {
    const read = await messages(server, 'direction=out&state=read', (found) => found.length > 5);
    expect(read.length).toBeGreaterThan(5);
  });

  it('a message that is delivered twice is answered once', async () => {
    const person = new TwilioPerson('243810000003', story);
    const { sid } = await person.say({ text: 'Bonjour' });
    await person.receive(1);
    expect(await person.say({ text: 'Bonjour', sid })).toEqual({ sid, taken: true });
    await person.write('oui');
    expect(await person.all()).toHaveLength(2);
  });

  it('a call that broke after Twilio took the message is settled by the report: nothing is sent twice', async () => {
    const person = new TwilioPerson('243810000004', story);
    await story.fault({ kind: 'cut', accept: true, to: person.number });
    await person.write('Bonjour');
    await messages(server, 'state=unknown', (found) => found.length === 0);
    await person.write('oui');
    expect(await person.all()).toHaveLength(2);
  });

  it('when it is to slow down it waits as long as it is told, and answers once', async () => {
    const person = new TwilioPerson('243810000005', story);
    await story.fault({ kind: 'http', status: 429, retryAfter: 1, to: person.number });
    await person.write('Bonjour');
    expect(await person.all()).toHaveLength(1);
  });

  it('a token that is refused keeps the answers until it works again', async () => {
    const person = new TwilioPerson('243810000006', story);
    await story.fault({ kind: 'graph', code: 20003, to: person.number });
    const [answer] = await person.write('Bonjour');
    expect(answer?.body).toContain('CIU');
  });

  it('a message outside the window fails with a reason and an advice', async () => {
    const person = new TwilioPerson('243810000007', story);
    await story.fault({ kind: 'fail', code: 63016, to: person.number });
    await person.write('Bonjour');
    const [failed] = await messages(server, 'direction=out&state=failed');
    const { body } = await server.api(`/api/messages/${failed?.id}`);
    const { error } = body as Message;
    expect(error).toMatchObject({ code: '63016' });
    expect(error?.meaning).toContain('24 heures');
    expect(error?.advice).toContain('modèle');
  });

  it('a photo that a person sends is fetched with the account’s token when somebody asks for it', async () => {
    const person = new TwilioPerson('243810000008', story);
    const photo = await sharp({
      create: { width: 8, height: 8, channels: 3, background: '#1f8f5f' },
    })
      .png()
      .toBuffer();
    await person.say({ text: 'Ma carte', files: [{ base64: photo.toString('base64'), mime: 'image/png' }] });
    await person.receive(1);
    const [found] = await messages(server, 'direction=in&type=image');
    const answer = await fetch(`${server.address}/api/messages/${found?.id}/media`, {
      headers: { authorization: `Bearer ${ADMIN_KEY}` },
    });
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).equals(photo)).toBe(true);
  });

  it('a person without a visible number is answered under the other id', async () => {
    await story.simulator.control('POST', 'twilio/phones/243810000009/messages', {
      text: 'Bonjour',
      hidden: true,
    });
    let found: Taken[] = [];
    await until('the person is answered', async () => {
      const { items } = await story.simulator.control<{ items: Taken[] }>('GET', 'twilio/sent?atLeast=0');
      found = items.filter(({ to }) => to.startsWith('CD.'));
      return found.length > 0;
    });
    expect(found[0]?.body).toContain('CIU');
  });

  it('a program sends a template by its name at Twilio, and is told what Twilio cannot send', async () => {
    const post = (body: object) =>
      server.api('/api/messages', { method: 'POST', body: JSON.stringify(body) });
    const sid = `HX${'1'.repeat(32)}`;
    const { status } = await post({
      to: '243810000001',
      type: 'template',
      template: {
        name: sid,
        language: { code: 'fr' },
        components: [{ type: 'body', parameters: [{ type: 'text', text: 'Ada' }] }],
      },
    });
    expect(status).toBe(202);
    const person = new TwilioPerson('243810000001', story);
    await until('the template is there', async () =>
      (await person.all()).some(({ form }) => form['ContentSid'] === sid),
    );
    const refused = await post({
      to: '243810000001',
      type: 'reaction',
      reaction: { message_id: 'SM1', emoji: '👍' },
    });
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body)).toContain('Twilio n’envoie pas de réaction');
  });

  it('the number can be tried out, and its token looked at', async () => {
    const { body: check } = await server.api(`/api/numbers/${TWILIO_NUMBER}/test`, { method: 'POST' });
    expect(check).toMatchObject({ ok: true });
    const { body: status } = await server.api('/api/wallet/whatsapp-status?check=true');
    expect(status).toMatchObject({ accountId: ACCOUNT, state: 'valid', mode: 'normal' });
  });

  it('what nobody signed is refused', async () => {
    for (const path of ['webhook', 'status']) {
      const answer = await fetch(`${server.address}/twilio/${path}`, {
        method: 'POST',
        headers: { 'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' },
        body: new URLSearchParams({ MessageSid: 'SM1', From: 'whatsapp:+243810000001', Body: 'x' }),
      });
      expect(answer.status).toBe(401);
    }
  });

  it('no answer, code, token or whole phone number is in the log', () => {
    expect(server.output).not.toMatch(/MBEIBR7DA1|Mobutu|24381000000\d|a-token-of-the-story/);
  });
});

describe('both providers at once, and the way from one to the other and back', () => {
  const graph = new GraphStub();
  let story: TwilioStory;
  let env: Record<string, string>;

  beforeAll(async () => {
    story = await TwilioStory.open();
    const key = () => randomBytes(32).toString('base64');
    env = {
      ...story.env,
      WHATSAPP_GRAPH_BASE_URL: await graph.start(),
      DATA_ENCRYPTION_KEY: key(),
      UIC_SECRET: key(),
    };
  });
  afterAll(async () => {
    await story.simulator.stop();
    await graph.stop();
  });

  it('each is answered where they wrote, and a change of the default loses no conversation', async () => {
    const first = new ServerProcess({ ...env, WHATSAPP_PROVIDER: 'meta' });
    await first.start();
    const before = new Person('243820000001', first, graph);
    const person = new TwilioPerson('243820000002', story);
    await before.write('Bonjour');
    await before.write('oui');
    await person.write('Bonjour');
    await person.write('oui');
    const [second] = await person.write('MBE');
    expect(second?.body).toContain('2/5');
    expect(graph.for('243820000002')).toEqual([]);
    expect(await new TwilioPerson('243820000001', story).all()).toEqual([]);
    expect(await first.stop()).toBe(0);

    const database = `sqlite:${first.folder}/data/relais.sqlite`;
    const next = new ServerProcess({ ...env, WHATSAPP_PROVIDER: 'twilio', DATABASE_URL: database });
    await next.start();
    try {
      const [third] = await person.write('IBR');
      expect(third?.body).toContain('3/5');
      const again = new Person('243820000001', next, graph);
      await again.send({ type: 'text', text: { body: 'MBE' } });
      await until(
        'the other one is answered on the old number',
        () => graph.for('243820000001').length === 3,
      );
      expect(wordsOf(graph.for('243820000001').at(-1))).toContain('2/5');
    } finally {
      await next.stop();
    }
  });
});

describe('a number at Twilio that is added by the API', () => {
  const graph = new GraphStub();
  let story: TwilioStory;
  let server: ServerProcess;
  const call = (path: string, method: string, body?: object) =>
    server.api(path, { method, ...(body && { body: JSON.stringify(body) }) });
  const account = (authToken: string) => ({
    channel: 'twilio',
    id: ACCOUNT,
    numbers: [{ id: TWILIO_NUMBER }],
    secrets: { authToken },
  });

  beforeAll(async () => {
    story = await TwilioStory.open();
    const { PORT = '', PUBLIC_BASE_URL = '', TWILIO_BASE_URL = '', BOT_ENTRY_FLOW = '' } = story.env;
    const env = { PORT, PUBLIC_BASE_URL, TWILIO_BASE_URL, BOT_ENTRY_FLOW };
    server = new ServerProcess({ ...env, WHATSAPP_GRAPH_BASE_URL: await graph.start() });
    await server.start();
  });
  afterAll(async () => {
    await server.stop();
    await story.simulator.stop();
    await graph.stop();
  });

  it('is refused with a token that does not open the account, and nothing is kept', async () => {
    const { status } = await call('/api/accounts', 'POST', account('wrong'));
    expect(status).toBe(400);
    expect(JSON.stringify(await server.api('/api/accounts'))).not.toContain('"wrong"');
    const { body } = await server.api('/api/numbers');
    expect(JSON.stringify(body)).not.toContain(TWILIO_NUMBER);
  });

  it('answers people from then on, and is tried at once', async () => {
    const { status, body } = await call('/api/accounts', 'POST', account(TOKEN));
    expect([status, JSON.stringify(body)]).toEqual([
      201,
      expect.stringContaining('Le jeton ouvre le compte.'),
    ]);
    const [notice] = await new TwilioPerson('243830000001', story).write('Bonjour');
    expect(notice?.body).toContain('CIU');
  });

  it('goes away with its token: what is signed with it is refused', async () => {
    expect((await call(`/api/accounts/${ACCOUNT}`, 'DELETE')).status).toBe(204);
    const said = await new TwilioPerson('243830000001', story).say({ text: 'oui' });
    expect(said.taken).toBe(false);
  });
});
