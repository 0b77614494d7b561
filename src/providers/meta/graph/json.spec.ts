import { asNumberId, parseObject } from './json.js';

const bytes = (text: string) => Buffer.from(text);

describe('a JSON object from the wire', () => {
  it('is read from ASCII and from UTF-8 alike', () => {
    expect(parseObject(bytes('{"a":"b"}'))).toEqual({ ok: true, body: { a: 'b' } });
    expect(parseObject(bytes('{"a":"é😀"}'))).toEqual({ ok: true, body: { a: 'é😀' } });
    expect(parseObject(bytes('{"a":"\\u00e9\\/"}'))).toEqual({ ok: true, body: { a: 'é/' } });
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
    expect(parseObject(bytes(text))).toEqual({ ok: false, reason });
  });

  it.each([[[0x7b, 0xff, 0x7d]], [[0x22, 0xc3, 0x28, 0x22]], [[0x22, 0xed, 0xa0, 0x80, 0x22]]])(
    'bytes %p are refused as not being UTF-8',
    (raw) => {
      expect(parseObject(Buffer.from(raw))).toEqual({ ok: false, reason: 'not-utf8' });
    },
  );

  it('is refused beyond 64 levels, and read up to them', () => {
    const nested = (levels: number) => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    expect(parseObject(bytes(nested(64))).ok).toBe(true);
    expect(parseObject(bytes(nested(65)))).toEqual({ ok: false, reason: 'too-deep' });
    expect(parseObject(bytes('{"a":'.repeat(1_000_000)))).toEqual({ ok: false, reason: 'too-deep' });
  });

  it('does not count brackets that stand in texts', () => {
    const text = `${'[{'.repeat(500)}\\"[\\\\\\"${'['.repeat(500)}`;
    expect(parseObject(bytes(`{"a":"${text}"}`)).ok).toBe(true);
  });

  it('counts brackets that stand after a text which ends in an escaped backslash', () => {
    expect(parseObject(bytes(`{"a":"\\\\","b":${'['.repeat(100)}`))).toEqual({
      ok: false,
      reason: 'too-deep',
    });
  });

  it('leaves no trace of `__proto__` on other objects', () => {
    const parsed = parseObject(
      bytes(
        '{"__proto__":{"polluted":true},"object":"whatsapp_business_account","constructor":{"prototype":{"polluted":1}}}',
      ),
    );
    expect(parsed.ok).toBe(true);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(parsed.ok && parsed.body['polluted']).toBeUndefined();
  });

  it('keeps whole numbers exactly that a double would round', () => {
    const parsed = parseObject(
      bytes(
        '{"id":9007199254740993,"list":[-12345678901234567890],"small":12,"half":1.5,"text":"9007199254740993"}',
      ),
    );
    expect(parsed).toEqual({
      ok: true,
      body: {
        id: '9007199254740993',
        list: ['-12345678901234567890'],
        small: 12,
        half: 1.5,
        text: '9007199254740993',
      },
    });
    expect(parsed.ok && asNumberId(parsed.body['id'])).toBe('9007199254740993');
  });
});
