import { changesOf, parseEnvelope } from './meta.wire.js';

const bytes = (text: string) => Buffer.from(text);

describe('the envelope', () => {
  it('is read from ASCII and from UTF-8 alike', () => {
    expect(parseEnvelope(bytes('{"a":"b"}'))).toEqual({ ok: true, body: { a: 'b' } });
    expect(parseEnvelope(bytes('{"a":"é😀"}'))).toEqual({ ok: true, body: { a: 'é😀' } });
    expect(parseEnvelope(bytes('{"a":"\\u00e9\\/"}'))).toEqual({ ok: true, body: { a: 'é/' } });
  });

  it.each([
    ['', 'not-json'],
    [' ', 'not-json'],
    ['hello', 'not-json'],
    ['{"a":1', 'not-json'],
    ['{"a":1}x', 'not-json'],
    ['\ufeff{"a":1}', 'not-json'],
    ['"unclosed', 'not-json'],
    ['"ends in a backslash\\', 'not-json'],
    ['[]', 'not-an-object'],
    ['null', 'not-an-object'],
    ['"text"', 'not-an-object'],
    ['42', 'not-an-object'],
  ])('%p is refused as %s', (text, reason) => {
    expect(parseEnvelope(bytes(text))).toEqual({ ok: false, reason });
  });

  it.each([[[0x7b, 0xff, 0x7d]], [[0x22, 0xc3, 0x28, 0x22]], [[0x22, 0xed, 0xa0, 0x80, 0x22]]])(
    'bytes %p are refused as not being UTF-8',
    (raw) => {
      expect(parseEnvelope(Buffer.from(raw))).toEqual({ ok: false, reason: 'not-utf8' });
    },
  );

  it('is refused beyond 64 levels, and read up to them', () => {
    const nested = (levels: number) => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    expect(parseEnvelope(bytes(nested(64))).ok).toBe(true);
    expect(parseEnvelope(bytes(nested(65)))).toEqual({ ok: false, reason: 'too-deep' });
    expect(parseEnvelope(bytes('{"a":'.repeat(1_000_000)))).toEqual({ ok: false, reason: 'too-deep' });
  });

  it('does not count brackets that stand in texts', () => {
    const text = `${'[{'.repeat(500)}\\"[\\\\\\"${'['.repeat(500)}`;
    expect(parseEnvelope(bytes(`{"a":"${text}"}`)).ok).toBe(true);
  });

  it('counts brackets that stand after a text which ends in an escaped backslash', () => {
    expect(parseEnvelope(bytes(`{"a":"\\\\","b":${'['.repeat(100)}`))).toEqual({
      ok: false,
      reason: 'too-deep',
    });
  });

  it('leaves no trace of `__proto__` on other objects', () => {
    const parsed = parseEnvelope(
      bytes(
        '{"__proto__":{"polluted":true},"object":"whatsapp_business_account","constructor":{"prototype":{"polluted":1}}}',
      ),
    );
    expect(parsed.ok).toBe(true);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(parsed.ok && parsed.body['polluted']).toBeUndefined();
  });
});

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
