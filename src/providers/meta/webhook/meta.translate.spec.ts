import type { InboundUpdate, StatusUpdate, Update } from '../../../whatsapp/whatsapp-updates.contract.js';
import { instantOf } from './instant.js';
import { conformanceCases } from './conformance.fake.js';
import { translate } from './meta.translate.js';
import { parseObject } from '../graph/json.js';
import { recordedWebhooks } from '../graph/recorded.fake.js';

const RECORDED = recordedWebhooks();
const RECEIVED = new Date('2026-11-21T02:00:00Z');
const SENT_AT = new Date('2026-11-01T10:00:00Z');
const NUMBER = '100000000000001';
const ADA = { waId: '243000000001', userId: 'CD.13491208655302741918', name: 'Ada Ilunga' };
const REFERENCE = '01900000-0000-7000-8000-000000000001';

const id = (slug: string) =>
  `wamid.${Buffer.from(`relais-fixture/${slug}`).toString('base64').replace(/=+$/, '')}`;

function bodyOf(fixture: string): Record<string, unknown> {
  const recorded = RECORDED.get(fixture);
  if (!recorded) throw new Error(`no fixture ${fixture}`);
  return recorded.body;
}

/** Through the wire, as bytes. */
function updatesOf(fixture: string): Update[] {
  const envelope = parseObject(Buffer.from(JSON.stringify(bodyOf(fixture))));
  if (!envelope.ok) throw new Error(envelope.reason);
  return translate(envelope.body, RECEIVED);
}

function theOnly(fixture: string): Update {
  const [update, ...rest] = updatesOf(fixture);
  if (!update || rest.length > 0) throw new Error(`${fixture}: ${rest.length} more than one`);
  return update;
}

/** What the provider sent, for contents that keep it whole. */
const asItCame = expect.objectContaining({ id: expect.stringMatching(/^wamid\./) }) as unknown;

const inWords = (code: string) => ({
  code,
  meaning: expect.stringMatching(/\S/) as string,
  advice: expect.stringMatching(/\S/) as string,
});

const CONTENTS: Record<string, InboundUpdate['content']> = {
  text: { kind: 'text', text: 'Bonjour' },
  'text-with-context': { kind: 'text', text: 'Oui, celui-là' },
  'text-forwarded': { kind: 'text', text: 'À transmettre' },
  'text-referred-product': { kind: 'text', text: 'Est-ce disponible ?' },
  'text-from-ad': { kind: 'text', text: 'Je voudrais en savoir plus' },
  'text-4096': { kind: 'text', text: 'é'.repeat(4096) },
  'text-strange-characters': {
    kind: 'text',
    text: "Robert'); DROP TABLE people;--\n\u202etxet\u202c {{7*7}} ${x} \u0000\u0007 😀",
  },
  'button-reply': { kind: 'tap', id: 'consent:yes', title: 'J’accepte', on: 'button' },
  'list-reply': { kind: 'tap', id: 'town:KI', title: 'Kinshasa', on: 'list' },
  'nfm-reply': {
    kind: 'form',
    name: 'flow',
    fields: { flow_token: 'jeton-fictif', ville: 'KI' },
    text: 'Sent',
  },
  'interactive-without-payload': { kind: 'unsupported', what: 'interactive', error: inWords('131000') },
  'template-button': { kind: 'tap', id: 'rappel:oui', title: 'Oui, je viens', on: 'template' },
  'template-button-without-context': { kind: 'tap', id: 'Stop', title: 'Stop', on: 'template' },
  image: media('image', '300000000000001', 'image/jpeg', { caption: 'Ma carte' }),
  video: media('video', '300000000000002', 'video/mp4'),
  audio: media('audio', '300000000000003', 'audio/mpeg'),
  'audio-voice': media('voice', '300000000000004', 'audio/ogg; codecs=opus'),
  'voice-legacy': media('voice', '300000000000005', 'audio/ogg; codecs=opus'),
  document: media('document', '300000000000006', 'application/pdf', {
    caption: 'Le formulaire',
    filename: 'formulaire.pdf',
  }),
  sticker: media('sticker', '300000000000007', 'image/webp'),
  location: {
    kind: 'location',
    latitude: -4.3217,
    longitude: 15.3125,
    name: 'Marché central',
    address: 'Avenue du Commerce, Kinshasa',
  },
  'location-live': { kind: 'location', latitude: -11.6647, longitude: 27.4794 },
  contacts: {
    kind: 'contacts',
    contacts: [
      {
        name: { formatted: 'Centre de santé fictif', first: 'Centre' },
        phones: [{ phone: '+243 000 000 099', waId: '243000000099', type: 'WORK' }],
      },
    ],
  },
  order: {
    kind: 'order',
    catalogId: '200000000000001',
    text: 'Merci',
    lines: [{ productId: 'SKU-1', quantity: 2, price: '12.5', currency: 'USD' }],
  },
  reaction: { kind: 'reaction', target: id('ours-1'), emoji: '👍' },
  'reaction-removed': { kind: 'reaction', target: id('ours-1') },
  'reaction-emptied': { kind: 'reaction', target: id('ours-1') },
  unsupported: { kind: 'unsupported', what: 'poll', error: inWords('131051') },
  'type-from-next-year': { kind: 'other', type: 'hologram', data: asItCame },
  'type-missing': { kind: 'other', type: 'unknown', data: asItCame },
  edit: { kind: 'edit', target: id('text'), content: { kind: 'text', text: 'Bonsoir' } },
  revoke: { kind: 'revoke', target: id('text') },
  'field-missing': { kind: 'text', text: 'Bonjour' },
  'no-contacts': { kind: 'text', text: 'Bonjour' },
  'user-id-only': { kind: 'text', text: 'Bonjour' },
  'user-id-in-from': { kind: 'text', text: 'Bonjour' },
  'username-only-contact': { kind: 'text', text: 'Bonjour' },
  'timestamp-milliseconds': { kind: 'text', text: 'Bonjour' },
  'timestamp-integer': { kind: 'text', text: 'Bonjour' },
};

function media(
  kind: 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker',
  mediaId: string,
  mime: string,
  rest: { caption?: string; filename?: string } = {},
): InboundUpdate['content'] {
  return { kind: 'media', media: kind, id: mediaId, mime, sha256: expect.any(String) as string, ...rest };
}

const PEOPLE: Record<string, InboundUpdate['from']> = {
  text: ADA,
  'no-contacts': { waId: ADA.waId },
  'user-id-only': { userId: 'CD.46824531988635074241', name: 'Dora' },
  'user-id-in-from': { userId: 'CD.46824531988635074241', name: 'Dora' },
  'username-only-contact': { ...ADA, name: '@ada' },
  'text-strange-characters': { ...ADA, name: "adA [31m'); DROP TABLE x;-- {{name}} !" },
};

const STATUSES: Record<string, Partial<StatusUpdate>> = {
  'status-sent': { state: 'sent', reference: REFERENCE, pricingCategory: 'service', billable: false },
  'status-sent-with-conversation': {
    state: 'sent',
    reference: REFERENCE,
    pricingCategory: 'utility',
    billable: true,
  },
  'status-delivered': {
    state: 'delivered',
    reference: REFERENCE,
    pricingCategory: 'service',
    billable: false,
  },
  'status-read': { state: 'read', reference: REFERENCE },
  'status-played': { state: 'played' },
  'status-without-recipient': {
    state: 'sent',
    reference: REFERENCE,
    pricingCategory: 'service',
    billable: false,
  },
  'status-group': { state: 'delivered' },
};

const FAILURES: Record<string, { code: string; meaning: RegExp }> = {
  'status-failed': { code: '131047', meaning: /24 heures/ },
  'status-failed-unknown-code': { code: '199999', meaning: /Brand new trouble/ },
  'status-failed-without-errors': { code: 'unknown', meaning: /ne connaît pas encore/ },
};

const OTHERS: Record<string, [topic: string, number: string]> = {
  'status-deleted': ['statuses.deleted', NUMBER],
  'value-errors': ['messages.errors', NUMBER],
  'template-status': ['message_template_status_update', '-'],
  'template-status-rejected': ['message_template_status_update', '-'],
  'template-quality': ['message_template_quality_update', '-'],
  'template-quality-misnamed': ['message_template_quality_update', '-'],
  'template-category': ['template_category_update', '-'],
  'template-category-changed': ['template_category_update', '-'],
  'template-components': ['message_template_components_update', '-'],
  'template-disabled': ['message_template_status_update', '-'],
  'template-paused': ['message_template_status_update', '-'],
  'template-reinstated': ['message_template_status_update', '-'],
  'template-unpaused': ['message_template_status_update', '-'],
  'account-update': ['account_update', '-'],
  'account-alerts': ['account_alerts', '-'],
  'phone-number-quality': ['phone_number_quality_update', '-'],
  security: ['security', '-'],
  flows: ['flows', '-'],
  history: ['history', NUMBER],
  'unknown-field': ['telepathy', '-'],
  'other-object': ['object.page', '-'],
  'phone-number-id-hostile': ['number.broken', '-'],
};

const TOLD_BELOW = [
  'group-message',
  'message-echo',
  'system-number-change',
  'user-preferences',
  'user-id-update',
  'several-people',
  'several-entries',
  'messages-and-statuses',
  'one-bad-among-good',
  'no-entry',
  'empty-entry',
  'timestamp-absurd',
];

describe('every recorded webhook', () => {
  it('has an expectation here', () => {
    const expected = [CONTENTS, STATUSES, FAILURES, OTHERS].flatMap(Object.keys).concat(TOLD_BELOW);
    expect(expected.sort()).toEqual([...RECORDED.keys()].sort());
  });

  it.each(Object.entries(CONTENTS))('%s is one message and says what it says', (fixture, content) => {
    expect(theOnly(fixture)).toMatchObject({
      kind: 'message',
      channel: 'meta',
      number: NUMBER,
      providerId: id(fixture),
      content,
    });
  });

  it.each(Object.entries(PEOPLE))('%s is of the person who wrote it', (fixture, from) => {
    expect((theOnly(fixture) as InboundUpdate).from).toEqual(from);
  });

  it.each(Object.entries(STATUSES))('%s is the state of one message', (fixture, status) => {
    expect(theOnly(fixture)).toEqual({
      kind: 'status',
      channel: 'meta',
      number: NUMBER,
      providerId: id('ours-1'),
      at: new Date(SENT_AT.getTime() + 10_000),
      ...status,
    });
  });

  it.each(Object.entries(FAILURES))(
    '%s is a failure with a meaning and an advice',
    (fixture, { code, meaning }) => {
      expect(theOnly(fixture)).toMatchObject({
        kind: 'status',
        state: 'failed',
        error: {
          code,
          meaning: expect.stringMatching(meaning) as string,
          advice: expect.stringMatching(/\S/) as string,
        },
      });
    },
  );

  it.each(Object.entries(OTHERS))('%s is kept under its topic', (fixture, [topic, number]) => {
    expect(theOnly(fixture)).toEqual({
      kind: 'other',
      channel: 'meta',
      number,
      topic,
      raw: expect.anything() as unknown,
    });
  });
});

describe('what was not said to us alone', () => {
  const words = (text: string) => ({ kind: 'text', text });

  it('is a message that bears the name of its group', () => {
    const content = words('Bonjour à tous');
    const said = { kind: 'message', providerId: id('group-message'), from: ADA, content };
    expect(theOnly('group-message')).toMatchObject({ ...said, group: 'groupe-fictif-1' });
  });

  it('is an echo where we said it ourselves, on the phone', () => {
    expect(theOnly('message-echo')).toEqual({
      kind: 'echo',
      channel: 'meta',
      number: NUMBER,
      providerId: id('echo'),
      to: { waId: ADA.waId },
      at: SENT_AT,
      content: words('Réponse écrite sur le téléphone'),
    });
  });
});

describe('what WhatsApp does not pass on', () => {
  const errorOf = (fixture: string) => {
    const { content } = theOnly(fixture) as InboundUpdate;
    return content.kind === 'unsupported' ? content.error : undefined;
  };

  it.each(['unsupported', 'interactive-without-payload'])('%s is told of the one who reads it', (fixture) => {
    const { meaning, advice, en } = errorOf(fixture) ?? {};
    expect(meaning).toMatch(/^WhatsApp n/);
    expect(advice).toContain('Demandez à la personne');
    expect(en?.meaning).toMatch(/^WhatsApp /);
    expect(en?.advice).toContain('Ask the person');
  });
});

describe('a batch', () => {
  it('matches each message with its own person, wherever the contacts stand', () => {
    const messages = updatesOf('several-people') as InboundUpdate[];
    expect(messages.map(({ from }) => from.name)).toEqual([
      'Ada Ilunga',
      'Ben Mwamba',
      'Ève Kabongo',
      'Ada Ilunga',
    ]);
    expect(messages.map(({ content }) => content)).toEqual(
      ['Un', 'Deux', 'Trois', 'Quatre'].map((text) => ({ kind: 'text', text })),
    );
  });

  it('gives up nothing of several entries and changes', () => {
    expect(updatesOf('several-entries').map(({ kind, number }) => [kind, number])).toEqual([
      ['message', NUMBER],
      ['status', NUMBER],
      ['message', '100000000000002'],
      ['other', '-'],
    ]);
    expect(updatesOf('messages-and-statuses').map(({ kind }) => kind)).toEqual([
      'message',
      'status',
      'other',
    ]);
  });

  it('keeps the good ones, and the broken ones as such', () => {
    const updates = updatesOf('one-bad-among-good');
    const told = updates.map((update) =>
      update.kind === 'other' ? update.topic : `${update.kind} ${update.providerId}`,
    );
    expect(told).toEqual([
      'entry.broken',
      'entry.broken',
      'change.broken',
      'change.broken',
      'change.broken',
      `message ${id('one-bad-among-good-1')}`,
      ...Array.from({ length: 5 }, () => 'messages.broken'),
      `message ${id('one-bad-among-good-2')}`,
      `message ${id('one-bad-among-good-3')}`,
      'statuses.broken',
      `status ${id('ours-1')}`,
      'statuses.teleported',
    ]);
    const unread = updates.find(
      (update) => update.kind === 'message' && update.providerId === id('one-bad-among-good-2'),
    );
    expect(unread).toMatchObject({ content: { kind: 'other', type: 'text' } });
  });

  it('of nothing is nothing', () => {
    expect(updatesOf('empty-entry')).toEqual([]);
    expect(updatesOf('no-entry')).toEqual([]);
  });
});

describe('news of a person', () => {
  it('who has another number now comes with a notice in the name of the new one', () => {
    const [person, notice, ...rest] = updatesOf('system-number-change');
    expect(rest).toEqual([]);
    expect(person).toMatchObject({
      kind: 'person',
      previous: { waId: '243000000001' },
      current: { waId: '243000000003' },
    });
    expect(notice).toMatchObject({
      kind: 'message',
      from: { waId: '243000000003' },
      content: { kind: 'notice', what: 'user_changed_number' },
    });
  });

  it('tells of a will and of a new id', () => {
    expect(theOnly('user-preferences')).toMatchObject({ kind: 'preference', from: ADA, marketing: 'stop' });
    expect(theOnly('user-id-update')).toMatchObject({
      kind: 'person',
      previous: { waId: ADA.waId, userId: ADA.userId },
      current: { userId: 'CD.57935642099746185352', name: ADA.name },
    });
  });
});

describe('what a message answers', () => {
  it('is named where the context names a message', () => {
    expect(theOnly('text-with-context')).toHaveProperty('replyTo', id('ours-1'));
    expect(theOnly('template-button')).toHaveProperty('replyTo', id('ours-template'));
  });

  it('is left open where it names none', () => {
    expect(theOnly('text-forwarded')).not.toHaveProperty('replyTo');
    expect(theOnly('text')).not.toHaveProperty('replyTo');
  });
});

describe('the moment of a message', () => {
  it('is read from seconds and milliseconds, texts and numbers', () => {
    expect((theOnly('text') as InboundUpdate).at).toEqual(SENT_AT);
    expect((theOnly('timestamp-integer') as InboundUpdate).at).toEqual(SENT_AT);
    expect((theOnly('timestamp-milliseconds') as InboundUpdate).at).toEqual(
      new Date('2026-11-01T10:00:00.250Z'),
    );
  });

  it('is that of receipt where it cannot be true', () => {
    const absurd = updatesOf('timestamp-absurd') as InboundUpdate[];
    expect(absurd.map(({ at }) => at)).toEqual(Array.from({ length: 6 }, () => RECEIVED));
  });

  it('may lie a little ahead of our clock, and not far', () => {
    const seconds = RECEIVED.getTime() / 1000;
    expect(instantOf(seconds + 3600, RECEIVED)).toEqual(new Date(RECEIVED.getTime() + 3_600_000));
    expect(instantOf(seconds + 200_000, RECEIVED)).toBe(RECEIVED);
  });
});

describe('hostile content', () => {
  const message = (fields: Record<string, unknown>) =>
    translate(
      {
        object: 'whatsapp_business_account',
        entry: [
          {
            changes: [
              {
                field: 'messages',
                value: {
                  metadata: { phone_number_id: NUMBER },
                  messages: [{ from: ADA.waId, id: 'wamid.x', timestamp: '1793527200', ...fields }],
                },
              },
            ],
          },
        ],
      },
      RECEIVED,
    );

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'timestamp'])(
    'a message of the type %p is an unknown one',
    (type) => {
      expect(message({ type })).toMatchObject([{ kind: 'message', content: { kind: 'other', type } }]);
    },
  );

  it('a text beyond the limit is cut to it', () => {
    expect(message({ type: 'text', text: { body: 'x'.repeat(5000) } })).toMatchObject([
      { content: { kind: 'text', text: 'x'.repeat(4096) } },
    ]);
  });

  it.each(['', ' ', 'wamid x', 'é', 'x'.repeat(201), 7, null])('an id %p makes no message', (badId) => {
    expect(message({ id: badId, type: 'text', text: { body: 'x' } })).toMatchObject([
      { topic: 'messages.broken' },
    ]);
  });

  it.each(['0', 'abc', '+', '1'.repeat(16), '1'.repeat(1000), 243, null, 'CD.', 'CD.é'])(
    'a sender %p makes no message',
    (from) => {
      expect(message({ from, type: 'text', text: { body: 'x' } })).toMatchObject([
        { topic: 'messages.broken' },
      ]);
    },
  );

  it.each([
    { latitude: 91, longitude: 0 },
    { latitude: 0, longitude: -181 },
    { latitude: '4', longitude: 15 },
    {},
  ])('a place %p is not believed', (location) => {
    expect(message({ type: 'location', location })).toMatchObject([
      { content: { kind: 'other', type: 'location' } },
    ]);
  });

  it('never makes the translation throw, however a webhook is broken', () => {
    const oddities: unknown[] = [
      null,
      undefined,
      0,
      -1,
      '',
      'x',
      [],
      [null],
      {},
      true,
      { toString: null },
      '\u0000',
    ];
    let checked = 0;
    for (const { body } of [...RECORDED.values(), ...conformanceCases()]) {
      for (const broken of brokenIn(body, oddities)) {
        expect(() => translate(broken as Record<string, unknown>, RECEIVED)).not.toThrow();
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(10_000);
  });
});

/** Every variant of the value with one place in it replaced by one of the oddities. */
function* brokenIn(value: unknown, oddities: readonly unknown[]): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    const replaced = (by: unknown) => {
      const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
      copy[key] = by;
      return copy;
    };
    for (const oddity of oddities) yield replaced(oddity);
    for (const variant of brokenIn(child, oddities)) yield replaced(variant);
  }
}
