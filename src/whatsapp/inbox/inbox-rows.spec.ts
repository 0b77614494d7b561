import { Vault } from '../../platform/vault/vault.js';
import { testSettings } from '../../../test/settings.js';
import type { Update } from '../whatsapp-updates.contract.js';
import { dedupeKey, messageKey } from './inbox-rows.js';

const at = new Date('2026-11-21T10:00:00Z');
const person = { waId: '243810000001' };
const common = { channel: 'meta', number: '106540352242922' };
const text = { kind: 'text', text: 'Bonjour' } as const;
const updates: [string, Update][] = [
  [
    'a wish about marketing',
    { ...common, kind: 'preference', providerId: 'preference.x', at, from: person, marketing: 'stop' },
  ],
  [
    'another number',
    {
      ...common,
      kind: 'person',
      providerId: 'person.x',
      at,
      previous: person,
      current: { waId: '243810000002' },
    },
  ],
  ['something unknown', { ...common, kind: 'other', topic: 'news', raw: { wa_id: '243810000001' } }],
];

describe('what makes an update the same update', () => {
  const [ours, theirs] = [new Vault(testSettings()), new Vault(testSettings())];

  it.each(updates)('%s that comes again is the same, and cannot be guessed without the key', (_, update) => {
    const key = dedupeKey(update, 'raw', ours);
    expect(dedupeKey(update, 'raw', ours)).toBe(key);
    expect(dedupeKey(update, 'raw', theirs)).not.toBe(key);
    expect(key).toHaveLength(43);
  });

  it('a message is found by the id that WhatsApp gave it, whatever the key', () => {
    const message: Update = {
      ...common,
      kind: 'message',
      providerId: 'wamid.a',
      at,
      from: person,
      content: text,
    };
    expect(dedupeKey(message, 'raw', ours)).toBe(messageKey('meta', 'wamid.a'));
    expect(dedupeKey({ ...message, providerId: 'wamid.b' }, 'raw', ours)).not.toBe(
      messageKey('meta', 'wamid.a'),
    );
  });
});
