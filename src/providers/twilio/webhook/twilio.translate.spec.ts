import type { InboundUpdate, StatusUpdate } from '../../../whatsapp/whatsapp-updates.contract.js';
import { recordedForms } from '../api/twilio.fake.js';
import { translate } from './twilio.translate.js';

const NOW = new Date('2026-11-21T02:00:00Z');
const FORMS = recordedForms();
const OURS = '14155238886';
const ADA = { waId: '243000000001', name: 'Ada Ilunga' };
const USER = 'CD.13491208655302741918';
const sid = (serial: number) => `SM${String(serial).padStart(32, '0')}`;

const told = (name: string, over: Record<string, string> = {}, reference?: string) => {
  const form = { ...FORMS.get(name), ...over };
  const fields = new Map(Object.entries(form).map(([key, value]) => [key, [value]]));
  return translate({ fields, receivedAt: NOW, ...(reference && { reference }) });
};
const contentOf = (name: string, over: Record<string, string> = {}) =>
  (told(name, over)[0] as InboundUpdate).content;

describe('what Twilio delivers', () => {
  it('a text is a message of a person to our number', () =>
    expect(told('text')).toEqual([
      {
        kind: 'message',
        channel: 'twilio',
        number: OURS,
        providerId: sid(1),
        from: ADA,
        at: NOW,
        content: { kind: 'text', text: 'Bonjour' },
      },
    ]));

  it.each([
    ['text-strange-characters', { kind: 'text', text: 'Grüße & co=1 +2\n« é » 😀 100%' }],
    ['image', { kind: 'media', media: 'image', mime: 'image/jpeg', caption: 'Ma carte' }],
    ['voice', { kind: 'media', media: 'voice', mime: 'audio/ogg' }],
    ['audio', { kind: 'media', media: 'audio', mime: 'audio/mpeg' }],
    ['sticker', { kind: 'media', media: 'sticker', mime: 'image/webp' }],
    ['document', { kind: 'media', media: 'document', mime: 'application/pdf', caption: 'carte.pdf' }],
    ['contacts', { kind: 'media', media: 'document', mime: 'text/vcard' }],
    ['button', { kind: 'tap', id: 'consent:yes', title: 'Oui', on: 'template' }],
    ['list', { kind: 'tap', id: 'town:KI', title: 'Kinshasa', on: 'list' }],
    [
      'location',
      {
        kind: 'location',
        latitude: -4.325,
        longitude: 15.322,
        name: 'Centre Espoir',
        address: 'Avenue 1, Kinshasa',
      },
    ],
    ['unsupported', { kind: 'unsupported' }],
    ['field-from-next-year', { kind: 'text', text: 'Bonjour' }],
  ])('%s', (name, content) => expect(contentOf(name)).toMatchObject(content));

  it('files that came together are messages of their own, the words with the first', () => {
    const updates = told('images') as InboundUpdate[];
    expect(updates.map(({ providerId }) => providerId)).toEqual([sid(4), `${sid(4)}/1`, `${sid(4)}/2`]);
    expect(updates.map(({ content }) => content)).toMatchObject([
      { media: 'image', caption: 'Tout est là' },
      { media: 'document' },
      { media: 'video' },
    ]);
    expect(updates[1]?.content).not.toHaveProperty('caption');
  });

  it('ten files at most are taken from one message, and only those that have an address', () => {
    const urls = Array.from({ length: 12 }, (_, at) => [`MediaUrl${at}`, `https://api.twilio.com/${at}`]);
    expect(told('image', { NumMedia: '12', ...(Object.fromEntries(urls) as object) })).toHaveLength(10);
    expect(contentOf('image', { MediaUrl0: 'file:///etc/passwd' })).toEqual({
      kind: 'text',
      text: 'Ma carte',
    });
    expect(contentOf('image', { NumMedia: 'NaN' })).toEqual({ kind: 'text', text: 'Ma carte' });
    expect(contentOf('image', { NumMedia: '-1' })).toEqual({ kind: 'text', text: 'Ma carte' });
  });

  it('whence it comes is told: an answer, passed on, an advertisement', () => {
    expect(told('reply')).toMatchObject([{ replyTo: `SM${'9'.repeat(32)}` }]);
    expect(told('forwarded')).toMatchObject([{ forwarded: 'once' }]);
    expect(told('forwarded-often')).toMatchObject([{ forwarded: 'often' }]);
    expect(told('text')[0]).not.toHaveProperty('forwarded');
    expect(told('referral')).toMatchObject([
      {
        referral: {
          url: 'https://fb.me/xyz',
          id: '120000000000001',
          type: 'ad',
          headline: 'CIU',
          body: 'Votre code en cinq minutes',
          clickId: 'ARAkLkA8rmlFeiCktEJQ',
          mediaType: 'image/jpeg',
          mediaId: '1234567890',
          mediaUrl: 'https://exemple.cd/annonce.jpg',
        },
      },
    ]);
  });

  it('people without a visible number are people', () => {
    expect(told('user-id')).toMatchObject([{ from: { userId: USER, name: 'Ada Ilunga' } }]);
    expect((told('user-id')[0] as InboundUpdate).from).not.toHaveProperty('waId');
    expect(told('both-ids')).toMatchObject([{ from: { ...ADA, userId: USER } }]);
  });

  it('the channel’s own words fill in for fields that are missing', () =>
    expect(told('text', { ProfileName: '', WaId: '', From: `whatsapp:${USER}` })).toMatchObject([
      { from: { ...ADA, userId: USER } },
    ]));

  it('a number that is not ours is told as it is: the room keeps the message', () =>
    expect(told('another-number')).toMatchObject([{ kind: 'message', number: '14155238887' }]));

  it('what is no WhatsApp message is kept as it came and answered by nobody', () => {
    expect(told('sms')).toMatchObject([
      { kind: 'other', topic: 'messages.other-channel', raw: { Body: 'Hello' } },
    ]);
    expect(told('without-sid')).toMatchObject([{ kind: 'other', topic: 'messages.broken', number: OURS }]);
    expect(told('text', { From: 'whatsapp:nobody', WaId: '', ChannelMetadata: '{' })).toMatchObject([
      { topic: 'messages.broken' },
    ]);
    expect(translate({ fields: new Map(), receivedAt: NOW })).toMatchObject([
      { kind: 'other', number: '-', topic: 'messages.broken' },
    ]);
  });

  it.each([
    [{ Latitude: '91', Longitude: '0' }],
    [{ Latitude: 'x', Longitude: '0' }],
    [{ Latitude: '1e3', Longitude: '0' }],
  ])('a place that cannot be (%j) is none', (over) =>
    expect(contentOf('location', over)).toMatchObject({ kind: 'other', type: 'location' }),
  );

  const target = sid(9);
  const about = (type: string, Body = '') => ({ MessageType: type, Body, OriginalRepliedMessageSid: target });
  it.each([
    ['a reaction', about('reaction', '👍'), { kind: 'reaction', target, emoji: '👍' }],
    ['a reaction that is taken back', about('reaction'), { kind: 'reaction', target }],
    ['an edit', about('edit', 'MBE'), { kind: 'edit', target, content: { kind: 'text', text: 'MBE' } }],
    ['what is taken back', about('revoke'), { kind: 'revoke', target }],
    [
      'a reaction to nobody knows what',
      { ...about('reaction', '👍'), OriginalRepliedMessageSid: '' },
      { kind: 'notice', what: 'reaction', text: '👍' },
    ],
    [
      'a form',
      { MessageType: 'interactive', Body: 'Sent', FlowData: '{"note":"5","__proto__":{"a":1}}' },
      { kind: 'form', name: 'flow', text: 'Sent', fields: { note: '5' } },
    ],
    [
      'a form of pages',
      { MessageType: 'interactive', Body: '', InteractiveData: '{"pages":[{"id":"p1","items":[]}]}' },
      { kind: 'form', name: 'flow', fields: { pages: [{ id: 'p1', items: [] }] } },
    ],
    [
      'a form that cannot be read',
      { Body: '', FlowData: '{broken' },
      { kind: 'form', name: 'flow', fields: {}, raw: '{broken' },
    ],
    [
      'a button within the conversation',
      { MessageType: 'interactive', ButtonText: 'Oui', ButtonPayload: 'm1.consent.yes' },
      { kind: 'tap', on: 'button', id: 'm1.consent.yes', title: 'Oui' },
    ],
    [
      'an answer to a request to be called',
      { MessageType: 'interactive', ButtonText: 'VOICE_CALL_REQUEST', ButtonPayload: 'REJECTED' },
      { kind: 'other', type: 'call_permission_reply' },
    ],
  ])('%s is what it is with other providers, too', (_, over, content) => {
    const [update, ...rest] = told('text', over) as InboundUpdate[];
    expect(rest).toEqual([]);
    expect(update?.content).toMatchObject(content);
  });

  it('a kind of message that is not known yet is kept as it came', () =>
    expect(contentOf('unsupported', { MessageType: 'hologram', Depth: '3' })).toMatchObject({
      kind: 'other',
      type: 'hologram',
      data: { Depth: '3' },
    }));

  it('a text longer than any phone sends is cut', () => {
    const content = contentOf('text', { Body: 'é'.repeat(9_000) });
    expect(content.kind === 'text' && content.text.length).toBe(4096);
  });
});

describe('what Twilio reports', () => {
  it.each([
    ['status-sent', 'sent'],
    ['status-delivered', 'delivered'],
    ['status-read', 'read'],
    ['status-undelivered', 'failed'],
    ['status-failed', 'failed'],
    ['status-canceled', 'failed'],
  ])('%s', (name, state) =>
    expect(told(name, {}, 'our-reference')).toMatchObject([
      { kind: 'status', channel: 'twilio', number: OURS, state, reference: 'our-reference', at: NOW },
    ]),
  );

  it.each(['status-queued', 'status-sending'])('%s says nothing new', (name) =>
    expect(told(name)).toEqual([]),
  );

  it('what is said to be arriving is a message only where it says something', () => {
    expect(told('text', { MessageStatus: 'receiving' })).toMatchObject([{ kind: 'message' }]);
    expect(told('status-sent', { MessageStatus: 'receiving' })).toMatchObject([
      { kind: 'other', topic: 'statuses.receiving' },
    ]);
  });

  it('a state that is not known is kept', () =>
    expect(told('status-partially-delivered')).toMatchObject([
      { kind: 'other', topic: 'statuses.partially_delivered' },
    ]));

  it('a failure is told in words, in both languages', () => {
    const [{ error } = {}] = told('status-undelivered') as StatusUpdate[];
    expect(error?.code).toBe('63016');
    expect(error?.meaning).toContain('24 heures');
    expect(error?.en?.meaning).toContain('24 hours');
  });

  it('words of Twilio that name a person are told without the number', () => {
    const [{ error } = {}] = told('status-failed-unknown-code') as StatusUpdate[];
    expect(error).toMatchObject({ code: '69999' });
    expect(error?.meaning).toContain('Something about');
    expect(JSON.stringify(error)).not.toContain('243000000001');
  });

  it('a message that was called off there will not come', () => {
    const [{ error } = {}] = told('status-canceled') as StatusUpdate[];
    expect(error?.meaning).toContain('annulé');
  });
});
