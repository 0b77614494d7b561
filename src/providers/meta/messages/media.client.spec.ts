import { Logger } from '@nestjs/common';
import { OutsideFailure } from '../../../platform/http/outside.errors.js';
import type { FetchOutside, OutsideCall } from '../../../platform/http/outside.js';
import type { AbsentFile, IncomingFile } from '../../../whatsapp/whatsapp.port.js';
import { AccountClient } from '../graph/account.client.js';
import { GraphClient } from '../graph/graph.client.js';
import { GraphFake, type Received, says } from '../graph/graph.fake.js';
import { FakeTokens } from '../../../token/token.fake.js';
import { MediaClient } from './media.client.js';

const NUMBER = '100000000000001';
const MEDIA = { number: NUMBER, mediaId: '300000000000001' };
const TIMEOUTS = { connectMs: 1_000, answerMs: 1_000, mediaMs: 1_000 };
const BYTES = 'une photo';

let graph: GraphFake;
let client: GraphClient;
let warned: jest.SpyInstance;
let failed: jest.SpyInstance;

beforeEach(async () => {
  graph = await GraphFake.open();
  client = new GraphClient({ baseUrl: `${graph.url}/graph`, version: 'v25.0' }, TIMEOUTS);
  warned = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
  failed = jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
});
afterEach(async () => {
  warned.mockRestore();
  failed.mockRestore();
  await client.close();
  await graph.close();
});

const account = (tokens = new FakeTokens()) => new AccountClient('100000000000009', client, tokens);
const open = (fetch?: FetchOutside, tokens?: FakeTokens) =>
  new MediaClient(client.origin, fetch).open(account(tokens), MEDIA);

/** What Meta tells of the file. */
const facts = (url: string) => ({
  messaging_product: 'whatsapp',
  url,
  mime_type: 'image/jpeg',
  sha256: 'ab'.repeat(32),
  file_size: BYTES.length,
  id: MEDIA.mediaId,
});

const isFile = ({ url }: Received) => url.startsWith('/files/');

/** A Graph API whose files are on the same machine; each answer of `files` serves one download. */
function serving(...files: ReturnType<typeof says>[]): void {
  const waiting = [...files];
  graph.answers((request, response) => {
    const lookup = says(200, facts(`${graph.url}/files/1?hash=x`));
    const answer = isFile(request) ? (waiting.shift() ?? says(500, '')) : lookup;
    answer(request, response);
  });
}

async function textOf(file: IncomingFile | AbsentFile): Promise<string> {
  if (typeof file === 'string') return file;
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('a file that a person sent', () => {
  it('comes as a stream, with what Meta tells of it', async () => {
    serving(says(200, BYTES));
    const file = await open();
    expect(file).toMatchObject({ mime: 'image/jpeg', size: BYTES.length, sha256: 'ab'.repeat(32) });
    expect(await textOf(file)).toBe(BYTES);
    const [lookup, download] = graph.received;
    expect(lookup?.url).toBe(`/graph/v25.0/${MEDIA.mediaId}?phone_number_id=${NUMBER}`);
    expect(download?.headers).toMatchObject({ authorization: 'Bearer EAAtoken', 'user-agent': 'relais' });
  });

  it('is asked for at a new address when the first leads nowhere any more', async () => {
    serving(says(404, ''), says(200, BYTES));
    expect(await textOf(await open())).toBe(BYTES);
    expect(graph.received.map(isFile)).toEqual([false, true, false, true]);
  });

  it('is gone when the new address leads nowhere either', async () => {
    serving(says(404, ''), says(410, ''));
    expect(await open()).toBe('gone');
    expect(graph.received).toHaveLength(4);
  });

  it.each([
    ['an id that Meta knows no more', says(400, { error: { code: 100, error_subcode: 33 } }), 'gone'],
    ['an id that never was', says(404, { error: { code: 100 } }), 'gone'],
    ['a file that WhatsApp could not take', says(400, { error: { code: 131052 } }), 'gone'],
    ['too many calls', says(400, { error: { code: 4 } }), 'later'],
    ['a bad moment', says(503, ''), 'later'],
    ['no permission', says(403, { error: { code: 10 } }), 'later'],
    ['no address', says(200, { id: '1' }), 'later'],
    ['an address that is none', says(200, facts('lookaside')), 'later'],
  ])('of which Meta says: %s', async (_about, answer, outcome) => {
    graph.answers(answer);
    expect(await open()).toBe(outcome);
  });

  it.each([
    [401, 'later'],
    [403, 'later'],
    [429, 'later'],
    [503, 'later'],
  ])('whose address answers %s comes %s', async (status, outcome) => {
    serving(says(status, ''));
    expect(await open()).toBe(outcome);
  });

  it('is looked for under no id that would be another path', async () => {
    for (const mediaId of ['../me', 'a/b', 'a?b', '', 'x'.repeat(129)])
      expect(await new MediaClient(client.origin).open(account(), { number: NUMBER, mediaId })).toBe('gone');
    expect(graph.received).toEqual([]);
  });

  it('waits while no token works', async () => {
    graph.answers(says(401, { error: { code: 190 } }));
    expect(await open(undefined, new FakeTokens(['EAAold']))).toBe('later');
  });
});

describe('an address that Meta gives', () => {
  it.each([
    'http://127.0.0.1:1/files/1',
    'http://169.254.169.254/latest/meta-data/?token=1',
    'http://[::ffff:127.0.0.1]/files/1',
    'http://localhost/files/1',
    'http://2130706433/files/1',
    'http://lookaside.fbsbx.com/files/1',
    'https://evil.example/files/1',
    'https://fbsbx.com.evil.example/files/1',
    'https://evilfbsbx.com/files/1',
    'file:///etc/passwd',
  ])('is not believed where it leads elsewhere: %s', async (url) => {
    graph.answers(says(200, facts(url)));
    expect(await open()).toBe('refused');
    expect(graph.received).toHaveLength(1);
    expect(failed).toHaveBeenCalledTimes(1);
    expect(String(failed.mock.calls)).not.toContain(url);
    expect(String(failed.mock.calls)).not.toContain('token');
  });

  it('is not followed to this machine, whatever it answers', async () => {
    const inside = await GraphFake.open();
    inside.answers(says(200, 'secret'));
    serving(says(302, '', { location: `${inside.url}/secret` }));
    expect(await open()).toBe('refused');
    expect(inside.received).toEqual([]);
    await inside.close();
  });

  it.each(['lookaside.fbsbx.com', 'scontent.xx.fbcdn.net', 'mmg.whatsapp.net'])(
    'is believed where it is Meta’s: %s',
    async (host) => {
      const calls: [string, OutsideCall][] = [];
      const url = `https://${host}/whatsapp_business/attachments/?mid=1`;
      graph.answers(says(200, facts(url)));
      const outcome = await open(async (address, call) => {
        calls.push([String(address), call]);
        throw new OutsideFailure('timeout');
      });
      expect(outcome).toBe('later');
      const [[address, call] = ['', undefined]] = calls;
      expect(address).toBe(url);
      expect(call?.allowHosts?.(host)).toBe(true);
      expect(call?.allowHosts?.('evil.example')).toBe(false);
      expect(call?.allowPrivate).toEqual([graph.url]);
    },
  );

  it('at which more comes than WhatsApp carries holds a file that is gone', async () => {
    serving();
    const huge: FetchOutside = async () => {
      throw new OutsideFailure('too-large');
    };
    expect(await open(huge)).toBe('gone');
  });
});
