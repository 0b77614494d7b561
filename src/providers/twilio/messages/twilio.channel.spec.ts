import { lookup } from 'node:dns';
import { Logger } from '@nestjs/common';
import { type FetchOutside, outsideBy } from '../../../platform/http/outside.js';
import { OutsideFailure } from '../../../platform/http/outside.errors.js';
import { FakeTokens } from '../../../token/token.fake.js';
import type { OutboundContent } from '../../../whatsapp/whatsapp-content.contract.js';
import { type AbsentFile, Attachments, type IncomingFile } from '../../../whatsapp/whatsapp.port.js';
import { AccountClient } from '../api/account.client.js';
import { says, TwilioFake } from '../api/twilio.fake.js';
import { TwilioClient } from '../api/twilio.client.js';
import { MediaClient } from './media.client.js';
import { TwilioChannel } from './twilio.channel.js';

const AC = 'AC00000000000000000000000000000001';
const HX = `HX${'1'.repeat(32)}`;
const OURS = '14155238886';
const ADA = '243000000001';
const NOW = new Date('2026-11-21T02:00:00Z');
const REPORTS = 'https://relais.example/twilio/status?ref=r1';

class AttachmentsFake extends Attachments {
  add(): void {}
  render = () => Promise.reject(new Error('not asked for here'));
  open = () => Promise.reject(new Error('not asked for here'));
  link(): string {
    return 'https://relais.example/qr/sealed.png';
  }
}

let twilio: TwilioFake;
let client: TwilioClient;
let tokens: FakeTokens;
let channel: TwilioChannel;

function channelOver(fetch?: FetchOutside): TwilioChannel {
  const account = new AccountClient(AC, client, tokens);
  return new TwilioChannel(
    { numbers: [OURS], byNumber: (number) => (number === OURS ? account : undefined) },
    {
      clock: { now: () => NOW },
      media: new MediaClient(client.origin, fetch),
      sids: new Map([
        ['rappel_ciu/fr', HX],
        ['bonjour', HX],
      ]),
      reportsTo: () => REPORTS,
    },
  );
}

beforeEach(async () => {
  twilio = await TwilioFake.open();
  twilio.answers(says('send'));
  client = new TwilioClient(twilio.url, { connectMs: 500, answerMs: 300 });
  tokens = new FakeTokens(['fake-token-1', 'fake-token-2']);
  channel = channelOver();
});
afterEach(async () => {
  await client.close();
  await twilio.close();
});

const send = (content: OutboundContent, to: { waId?: string; userId?: string } = { waId: ADA }) =>
  channel.send({ reference: 'r1', number: OURS, to, content, attempt: 0 }, new AttachmentsFake());
const text: OutboundContent = { kind: 'text', text: 'Bonjour' };
const formSent = () => Object.fromEntries(twilio.received.at(-1)?.form ?? []);

describe('a message to Twilio', () => {
  it('goes as a form, with the account’s own credentials, and asks for reports that name it', async () => {
    expect(await send(text)).toEqual({ outcome: 'sent', providerId: `SM${'a'.repeat(32)}` });
    const [received] = twilio.received;
    expect(received).toMatchObject({ method: 'POST', url: `/2010-04-01/Accounts/${AC}/Messages.json` });
    expect(received?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from(`${AC}:fake-token-1`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    });
    expect(formSent()).toEqual({
      To: `whatsapp:+${ADA}`,
      From: `whatsapp:+${OURS}`,
      Body: 'Bonjour',
      StatusCallback: REPORTS,
    });
    expect(tokens.works).toEqual(['v0']);
  });

  it('a person without a number is written to under the provider’s own id', async () => {
    await send(text, { userId: 'CD.1349' });
    expect(formSent()).toMatchObject({ To: 'whatsapp:CD.1349' });
  });

  it.each<[string, OutboundContent, Record<string, string>]>([
    [
      'a card',
      {
        kind: 'media',
        media: 'image',
        source: { attachment: { source: 'card', id: '1' } },
        caption: 'Votre code',
      },
      { MediaUrl: 'https://relais.example/qr/sealed.png', Body: 'Votre code' },
    ],
    [
      'a place',
      { kind: 'location', latitude: -4.3, longitude: 15.3, name: 'Centre', address: 'Avenue 1|2' },
      { PersistentAction: 'geo:-4.3,15.3|Avenue 1 2', Body: 'Centre' },
    ],
    [
      'a place without a name',
      { kind: 'location', latitude: 1, longitude: 2 },
      { PersistentAction: 'geo:1,2', Body: '1, 2' },
    ],
    [
      'a link, in words',
      { kind: 'link', text: 'Voyez', title: 'Ouvrir', url: 'https://a.example', footer: 'Relais' },
      { Body: 'Voyez\n\nOuvrir : https://a.example\n\nRelais' },
    ],
    ['the wish for a place, in words', { kind: 'location-request', text: 'Où ?' }, { Body: 'Où ?' }],
    [
      'a template by its name and language',
      {
        kind: 'template',
        name: 'rappel_ciu',
        language: 'fr',
        components: [
          { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: 'suite' }] },
          { type: 'body', parameters: [{ type: 'text', text: 'Ada' }] },
          {
            type: 'HEADER',
            parameters: [{ type: 'image', image: { link: 'https://a.example/i.png' } }],
          },
        ],
      },
      { ContentSid: HX, ContentVariables: '{"1":"https://a.example/i.png","2":"Ada","3":"suite"}' },
    ],
    [
      'a template with named values',
      {
        kind: 'template',
        name: 'bonjour',
        language: 'en_US',
        components: [
          {
            type: 'body',
            parameters: [{ type: 'text', parameter_name: 'first_name', text: 'Ada' }],
          },
        ],
      },
      { ContentSid: HX, ContentVariables: '{"first_name":"Ada"}' },
    ],
    [
      'a template with a picture of ours above its words, by the path of its address',
      {
        kind: 'template',
        name: 'bonjour',
        language: 'fr',
        components: [{ type: 'body', parameters: [{ type: 'text', text: 'Centre Espoir' }] }],
        picture: { source: 'card', id: '1' },
      },
      { ContentSid: HX, ContentVariables: '{"1":"qr/sealed.png","2":"Centre Espoir"}' },
    ],
    [
      'a template by its id',
      { kind: 'template', name: HX, language: 'fr', components: [] },
      { ContentSid: HX },
    ],
  ])('%s', async (_what, content, fields) => {
    expect(channel.faultsIn(content)).toEqual([]);
    await send(content);
    const { To: _to, From: _from, StatusCallback: _reports, ...own } = formSent();
    expect(own).toEqual(fields);
  });

  it.each<[string, OutboundContent, string]>([
    ['buttons', { kind: 'buttons', text: 'x', buttons: [{ id: '1', title: 'a' }] }, 'kind'],
    ['a list', { kind: 'list', text: 'x', button: 'y', rows: [] }, 'kind'],
    ['a contact', { kind: 'contacts', contacts: [] }, 'kind'],
    ['a reaction', { kind: 'reaction', target: 'SM1', emoji: '👍' }, 'kind'],
    ['a product', { kind: 'product', catalogId: '1', productId: '2' }, 'kind'],
    ['an empty text', { kind: 'text', text: ' ' }, 'text'],
    ['a text that is too long', { kind: 'text', text: 'é'.repeat(1601) }, 'text'],
    [
      'a template that nobody mapped',
      { kind: 'template', name: 'x', language: 'fr', components: [] },
      'name',
    ],
    [
      'a carousel',
      { kind: 'template', name: 'bonjour', language: 'fr', components: [{ type: 'carousel', cards: [] }] },
      'components',
    ],
    [
      'a sound with words',
      { kind: 'media', media: 'audio', source: { link: 'https://a.example/a.ogg' }, caption: 'x' },
      'caption',
    ],
    [
      'a link with a picture above',
      {
        kind: 'link',
        text: 'x',
        title: 'y',
        url: 'https://a.example',
        banner: { media: 'image', source: { file: '1' } },
      },
      'banner',
    ],
    [
      'a file that somebody else has',
      { kind: 'media', media: 'image', source: { provided: '123456' } },
      'source.file',
    ],
    ['a file at no address', { kind: 'media', media: 'image', source: { link: 'file:///x' } }, 'source.link'],
    ['a place that cannot be', { kind: 'location', latitude: 99, longitude: 0 }, 'latitude'],
  ])('%s: refused in words, without a call', async (_what, content, field) => {
    const [fault] = channel.faultsIn(content);
    expect(fault?.field).toBe(field);
    expect(await send(content)).toMatchObject({ outcome: 'refused', error: { code: 'limits' } });
    expect(twilio.received).toEqual([]);
  });

  it('a fault names the limit and the length', () =>
    expect(channel.faultsIn({ kind: 'text', text: '😀'.repeat(1700) })).toEqual([
      {
        field: 'text',
        message: 'Le texte compte 1700 caractères, Twilio en accepte 1600.',
        limit: 1600,
        length: 1700,
      },
    ]));

  it('from a number that is not ours nothing goes', async () => {
    const message = { reference: 'r', number: '1', to: { waId: ADA }, content: text, attempt: 0 };
    expect(await channel.send(message, new AttachmentsFake())).toMatchObject({ outcome: 'refused' });
  });
});

describe('what Twilio answers', () => {
  it.each<[string, object]>([
    ['error-21211', { outcome: 'refused', error: { code: '21211' } }],
    ['error-21610', { outcome: 'refused', error: { code: '21610' } }],
    ['error-63016', { outcome: 'refused', error: { code: '63016' } }],
    ['error-unknown', { outcome: 'refused', error: { code: '69999' } }],
    ['error-20429', { outcome: 'retry', scope: 'number', slower: true, error: { code: '20429' } }],
    ['error-63007', { outcome: 'retry', scope: 'number', afterMs: 300_000 }],
    ['error-63038', { outcome: 'retry', scope: 'number', afterMs: 3_600_000 }],
    ['error-20500', { outcome: 'retry', scope: 'message', error: { code: '20500' } }],
    ['error-503', { outcome: 'retry', scope: 'number', afterMs: 7_000 }],
    ['error-502', { outcome: 'unknown', error: { code: '502' } }],
  ])('%s', async (name, result) => {
    twilio.answers(says(name));
    expect(await send(text)).toMatchObject(result);
  });

  it('the longest wait that it asks for is a day', async () => {
    twilio.answers(says('error-20429', { headers: { 'retry-after': '999999' } }));
    expect(await send(text)).toMatchObject({ afterMs: 86_400_000 });
  });

  it('a number in its words is not repeated', async () => {
    twilio.answers(says('error-unknown'));
    expect(JSON.stringify(await send(text))).not.toContain(ADA);
  });

  it('a token that died is asked for once more, and the message leaves with the next one', async () => {
    twilio.answers(says('error-20003'), says('send'));
    expect(await send(text)).toMatchObject({ outcome: 'sent' });
    expect(tokens.refusals).toEqual(['v0']);
    expect(twilio.received[1]?.headers.authorization).toBe(
      `Basic ${Buffer.from(`${AC}:fake-token-2`).toString('base64')}`,
    );
  });

  it('without a token that works messages wait, and nothing is tried', async () => {
    tokens.exhaust();
    twilio.answers(says('error-20003'));
    expect(await send(text)).toMatchObject({ outcome: 'retry', scope: 'number', error: { code: '20003' } });
    expect(await send(text)).toMatchObject({ outcome: 'retry', scope: 'number', error: { code: 'token' } });
    expect(twilio.received).toHaveLength(1);
  });

  it('a call that breaks after it left, or is never answered, may have arrived', async () => {
    twilio.answers((_request, response) => void response.destroy());
    expect(await send(text)).toMatchObject({ outcome: 'unknown' });
    twilio.answers(() => {});
    expect(await send(text)).toMatchObject({ outcome: 'unknown', error: { code: 'TIMEOUT' } });
  });

  it('a success that names no message may be one', async () => {
    twilio.answers((_request, response) => void response.writeHead(201).end('{}'));
    expect(await send(text)).toMatchObject({ outcome: 'unknown', error: { code: 'answer' } });
  });

  it('a page that is not Twilio’s holds the messages', async () => {
    twilio.answers((_request, response) => void response.writeHead(404).end('<html>'));
    expect(await send(text)).toMatchObject({ outcome: 'retry', scope: 'number', error: { code: '404' } });
  });

  it('nobody there: certainly not sent', async () => {
    await twilio.close();
    expect(await send(text)).toMatchObject({ outcome: 'retry', scope: 'number' });
    twilio = await TwilioFake.open();
  });

  it('no redirect is followed', async () => {
    twilio.answers((_request, response) => void response.writeHead(307, { location: twilio.url }).end());
    expect(await send(text)).toMatchObject({ outcome: 'retry', scope: 'number' });
    expect(twilio.received).toHaveLength(1);
  });
});

describe('a file that a person sent', () => {
  const fileAt = (path: string) => `${twilio.url}/2010-04-01/Accounts/${AC}/Messages/MM1/Media/${path}`;
  const bytesOf = async (file: IncomingFile | AbsentFile) => {
    if (typeof file === 'string') return file;
    const chunks: Uint8Array[] = [];
    for await (const chunk of file.stream) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };

  it('is fetched with the account’s credentials, which do not follow to the storage', async () => {
    const storage = await TwilioFake.open();
    storage.answers(
      (_request, response) => void response.writeHead(200, { 'content-type': 'image/png' }).end('bytes'),
    );
    twilio.answers((_request, response) => void response.writeHead(307, { location: storage.url }).end());
    // A storage is a public place; the one of this test stands in a private network, as the settings may name one.
    const fetch = outsideBy(lookup);
    channel = channelOver((url, call) => fetch(url, { ...call, allowPrivate: [twilio.url, storage.url] }));
    const file = await channel.fetchMedia(OURS, fileAt('ME1'));
    expect(file).toMatchObject({ mime: 'image/png' });
    expect(await bytesOf(file)).toBe('bytes');
    expect(twilio.received[0]?.headers.authorization).toMatch(/^Basic /);
    expect(storage.received[0]?.headers.authorization).toBeUndefined();
    await storage.close();
  });

  it.each([
    ['gone', 404],
    ['gone', 410],
    ['later', 401],
    ['later', 429],
    ['later', 500],
  ] as const)('is %s after %s', async (outcome, status) => {
    twilio.answers((_request, response) => void response.writeHead(status).end());
    expect(await channel.fetchMedia(OURS, fileAt('ME1'))).toBe(outcome);
  });

  it.each([
    'https://evil.example/ME1',
    'https://api.twilio.com.evil.example/ME1',
    'https://eviltwilio.com/ME1',
    'http://api.twilio.com/ME1',
    'http://127.0.0.1:1/ME1',
    'http://169.254.169.254/latest/meta-data?token=1',
    'http://[::ffff:127.0.0.1]/ME1',
    'http://2130706433/ME1',
    'file:///etc/passwd',
    'not an address',
  ])('is never fetched from %s', async (address) => {
    const told = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    let asked = false;
    channel = channelOver(() => {
      asked = true;
      return Promise.reject(new OutsideFailure('broken'));
    });
    expect([await channel.fetchMedia(OURS, address), asked]).toEqual(['refused', false]);
    expect(told.mock.calls).toHaveLength(1);
    expect(String(told.mock.calls)).not.toMatch(/token=1|latest/);
    told.mockRestore();
  });

  it.each(['https://api.twilio.com/ME1', 'https://media.twiliocdn.com/ME1', 'https://mms.twiliocdn.com/ME1'])(
    'is fetched from %s',
    async (address) => {
      const asked: string[] = [];
      channel = channelOver((url) => {
        asked.push(String(url));
        return Promise.reject(new OutsideFailure('timeout'));
      });
      expect([await channel.fetchMedia(OURS, address), asked]).toEqual(['later', [address]]);
    },
  );

  it('is refused for good where a redirect leads to this machine', async () => {
    const told = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    twilio.answers(
      (_request, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/secret' }).end(),
    );
    expect(await channel.fetchMedia(OURS, fileAt('ME1'))).toBe('refused');
    expect(told.mock.calls).toHaveLength(1);
    told.mockRestore();
  });

  it('that is too large is not fetched again and again', async () => {
    const warned = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    channel = channelOver(() => Promise.reject(new OutsideFailure('too-large')));
    expect(await channel.fetchMedia(OURS, fileAt('ME1'))).toBe('gone');
    expect(warned).toHaveBeenCalled();
    warned.mockRestore();
  });
});
