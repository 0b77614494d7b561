import jsqr from 'jsqr';
import sharp from 'sharp';
import { GraphStub, type Sent } from './graph-stub.js';
import { envelope, Person, signed, wordsOf } from './person.js';
import { ServerProcess } from './server-process.js';
import { until } from '../until.js';

const readQr = 'default' in jsqr ? jsqr.default : jsqr;
const scan = async (picture: Buffer) => {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return readQr(new Uint8ClampedArray(data), info.width, info.height)?.data;
};
const wholeLines = (message: Sent | undefined) => wordsOf(message).split('\n');

describe('the compiled server against a Graph API that is not ours', () => {
  const graph = new GraphStub();
  let server: ServerProcess;

  beforeAll(async () => {
    server = new ServerProcess({
      WHATSAPP_GRAPH_BASE_URL: await graph.start(),
      ENABLE_QR_CODE: 'true',
      UIC_SERVICE_NAME: 'Centre Espoir',
    });
    await server.start();
  });
  afterAll(async () => {
    await server.stop();
    await graph.stop();
  });

  async function fiveAnswers(person: Person): Promise<void> {
    await person.write('Bonjour');
    await person.write('oui');
    for (const answer of ['MBE', 'IBR', '7', 'DA', '1']) await person.write(answer);
  }

  it('a person writes, accepts, answers five questions, confirms, and receives the code and its card', async () => {
    const person = new Person('243810000001', server, graph);
    await fiveAnswers(person);
    const [code, card] = await person.write('1', 2);
    expect(code?.type).toBe('text');
    expect(wholeLines(code)).toContain('MBEIBR7DA1');
    expect(await scan(graph.pictures.get(card?.image?.id ?? '') ?? Buffer.alloc(0))).toBe('MBEIBR7DA1');
    expect(card?.image?.caption).toContain('MBE');
  });

  it('taps are as good as words', async () => {
    const person = new Person('243810000002', server, graph);
    await person.write('Bonsoir !');
    await person.tap('J’accepte');
    await person.write('Mobutu');
    await person.write('Marie');
    await person.write('1963');
    await person.tap('Kinshasa');
    await person.tap('Femme');
    const [code] = await person.tap('C’est juste', 2);
    expect(wholeLines(code)).toContain('MOBMAR3KI2');
  });

  it('the same answers from another phone get the very same answer, so that nobody learns who is registered', async () => {
    const [first, second] = [
      new Person('243810000003', server, graph),
      new Person('243810000004', server, graph),
    ];
    const replies: Sent[][] = [];
    for (const person of [first, second]) {
      await fiveAnswers(person);
      replies.push(await person.write('oui', 2));
    }
    expect(replies[1]?.map(wordsOf)).toEqual(replies[0]?.map(wordsOf));
    expect(replies.map(([code]) => wholeLines(code).includes('MBEIBR7DA1'))).toEqual([true, true]);
  });

  it('the same person again gets the same code and is told so', async () => {
    const person = new Person('243810000005', server, graph);
    await fiveAnswers(person);
    const [first] = await person.write('oui', 2);
    await fiveAnswers(person);
    const [again] = await person.write('oui', 2);
    expect(wholeLines(again)).toContain('MBEIBR7DA1');
    expect(wordsOf(again)).not.toBe(wordsOf(first));
  });

  it('an operator finds the code and sees that two phones have it, without a number', async () => {
    const { status, body } = await server.api('/api/uic?code=MBEIBR7DA1');
    expect(status).toBe(200);
    const { items } = body as { items: { code: string; state: string }[] };
    expect(items.length).toBeGreaterThanOrEqual(2);
    expect(items.every(({ code }) => code === 'MBEIBR7DA1')).toBe(true);
    expect(JSON.stringify(body)).not.toContain('2438100');
  });

  it('erasing a person leaves nothing of it', async () => {
    const phone = '243810000001';
    expect((await server.api(`/api/contacts/${phone}`, { method: 'DELETE' })).status).toBe(200);
    expect((await server.api(`/api/contacts/${phone}`, { method: 'DELETE' })).status).toBe(404);
  });

  it('a thousand messages in one body are all answered', async () => {
    const people = Array.from({ length: 1_000 }, (_, i) => `24399${String(i).padStart(7, '0')}`);
    const contacts = people.map((waId) => ({ profile: { name: 'X' }, wa_id: waId }));
    const messages = people.map((waId, i) => ({
      from: waId,
      id: `wamid.bulk-${i}`,
      timestamp: '1793527200',
      type: 'text',
      text: { body: 'Bonjour' },
    }));
    const response = await fetch(`${server.address}/whatsapp/webhook`, {
      method: 'POST',
      ...signed(envelope({ contacts, messages })),
    });
    expect(response.status).toBe(200);
    await until(
      'a first part is answered at the pace allowed',
      () => graph.sent.filter(({ to }) => to.startsWith('+24399')).length > 100,
    );
    expect((await fetch(`${server.address}/health/live`)).status).toBe(200);
  });

  it('no answer, code or whole phone number is in the log', () => {
    expect(server.output).not.toMatch(/MBEIBR7DA1|MOBMAR3KI2|Mobutu|24381000000\d/);
  });

  it('stops on SIGTERM', async () => {
    expect(await server.stop()).toBe(0);
  });
});

describe('a Graph API that knows only messages', () => {
  it.each([
    ['nothing', { status: 404, body: '{}' }],
    ['an empty object', { status: 200, body: '{}' }],
    ['a page', { status: 200, body: '<html>hello</html>' }],
    ['that it is broken', { status: 500, body: 'oops' }],
    [
      'an error of its own',
      { status: 400, body: '{"error":{"message":"Unsupported get request.","code":100}}' },
    ],
  ])('people are answered although it says %s when asked about the token', async (_what, strangeAnswer) => {
    const graph = new GraphStub();
    graph.strangeAnswer = strangeAnswer;
    const server = new ServerProcess({ WHATSAPP_GRAPH_BASE_URL: await graph.start() });
    await server.start();
    try {
      const [notice] = await new Person('243810000001', server, graph).write('Bonjour');
      expect(wordsOf(notice)).toContain('Acceptez-vous');
    } finally {
      await server.stop();
      await graph.stop();
    }
  });
});
