import { changesOf } from './meta.wire.js';

describe('the changes of an envelope', () => {
  const envelope = (change: unknown) => ({
    object: 'whatsapp_business_account',
    entry: [{ id: '1', changes: [change] }],
  });
  const only = (change: unknown) => changesOf(envelope(change))[0];

  it('give messages, statuses and errors of one value side by side', () => {
    const value = {
      metadata: { phone_number_id: '12' },
      contacts: [1],
      messages: [2, 3],
      statuses: [4],
      errors: [{ code: 1 }],
    };
    expect(only({ field: 'messages', value })).toEqual({
      number: '12',
      contacts: [1],
      messages: [2, 3],
      echoes: [],
      preferences: [],
      newIds: [],
      statuses: [4],
      leftovers: [{ topic: 'messages.errors', raw: [{ code: 1 }] }],
    });
  });

  it('name what should be a list and is none', () => {
    const change = only({ field: 'messages', value: { messages: { a: 1 }, statuses: 'x' } });
    expect(change?.leftovers).toEqual([
      { topic: 'messages.broken', raw: { a: 1 } },
      { topic: 'statuses.broken', raw: 'x' },
    ]);
  });

  it.each(['../1', '1'.repeat(33), '', 'abc', '１２', null, {}, 1.5, -1])(
    'take no number from %p',
    (phone_number_id) => {
      expect(
        only({ field: 'messages', value: { metadata: { phone_number_id }, messages: [1] } })?.number,
      ).toBeUndefined();
    },
  );

  it('take a number that came as a number', () => {
    expect(
      only({ field: 'messages', value: { metadata: { phone_number_id: 12 }, messages: [1] } })?.number,
    ).toBe('12');
  });

  it.each(['x'.repeat(61), 'a b', '<script>', 7, null])('do not repeat the field %p in a topic', (field) => {
    expect(only({ field, value: {} })?.leftovers[0]?.topic).toBe('field.unknown');
  });
});
