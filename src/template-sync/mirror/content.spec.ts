import { remote } from '../template-sync.fake.js';
import { canonical } from './canonical.js';
import { contentOf, hashOf, languageOf, malformation } from './content.js';

const header = (handle: unknown) => [
  { type: 'HEADER', format: 'IMAGE', example: { header_handle: handle } },
  { type: 'BODY', text: 'Bonjour' },
];
const hash = (over: object) => hashOf(contentOf(remote({ name: 'a', ...over })));

describe('the hash of a template', () => {
  it('is the same for the same content, whatever the order of keys', () => {
    expect(hash({ components: [{ type: 'BODY', text: 'x' }], extra: { a: 1, b: { c: 2, d: 3 } } })).toBe(
      hash({ components: [{ text: 'x', type: 'BODY' }], extra: { b: { d: 3, c: 2 }, a: 1 } }),
    );
  });

  it.each([
    ['status', 'PAUSED'],
    ['category', 'MARKETING'],
    ['quality', 'RED'],
    ['quality', null],
    ['remoteId', '2'],
    ['rejectedReason', 'SCAM'],
    ['correctCategory', 'MARKETING'],
    ['previousCategory', 'MARKETING'],
    ['subCategory', 'ORDER_DETAILS'],
    ['parameterFormat', 'NAMED'],
    ['components', [{ type: 'BODY', text: 'other' }]],
    ['extra', { ttl: 5 }],
  ])('is another one when %s becomes %j', (field, value) => {
    expect(hash({ [field]: value })).not.toBe(hash({}));
  });

  it('does not see under which address an example of a medium is told, but how many there are', () => {
    const signed = hash({ components: header(['https://cdn.example/v/1.jpg?oe=66&sig=a']) });
    expect(hash({ components: header(['https://cdn2.example/v/2.jpg?oe=99&sig=b']) })).toBe(signed);
    expect(hash({ components: header(['4::aW1hZ2U=']) })).toBe(signed);
    expect(hash({ components: header([]) })).not.toBe(signed);
    const cards = (url: string) => [{ type: 'CAROUSEL', cards: [{ components: header([url]) }] }];
    expect(hash({ components: cards('https://a.example/1') })).toBe(
      hash({ components: cards('https://b.example/2') }),
    );
  });

  it('does not see when the source last touched it', () => {
    expect(hash({ updatedAt: new Date() })).toBe(hash({}));
  });

  it('takes what a database cannot keep apart for the same', () => {
    expect(hash({ quality: '' })).toBe(hash({ quality: null }));
  });
});

describe('canonical text', () => {
  it.each([
    [{ a: [] }, { a: {} }],
    [{ a: null }, {}],
    [['a', 'b'], { a: 'b' }],
    [{ '': ['a', 1] }, { a: 1 }],
    [1, '1'],
    [
      [1, 2],
      [2, 1],
    ],
    [JSON.parse('{"__proto__": 1}'), {}],
  ])('tells %j from %j', (a, b) => {
    expect(canonical(a)).not.toBe(canonical(b));
  });

  it('leaves out what is undefined', () => {
    expect(canonical({ a: undefined, b: 1 })).toBe(canonical({ b: 1 }));
    expect(canonical(undefined)).toBe('null');
  });
});

describe('a template that cannot be kept', () => {
  it.each([
    [{ name: ' ' }, 'name'],
    [{ language: '' }, 'language'],
    [{ remoteId: undefined }, 'remoteId'],
    [{ status: 7 }, 'status'],
    [{ components: '[]' }, 'composants'],
    [{ components: null }, 'composants'],
    [{ name: 'é'.repeat(257) }, 'name'],
    [{ rejectedReason: 'x'.repeat(1001) }, 'rejectedReason'],
  ])('is told by its field: %j', (over, word) => {
    expect(malformation({ ...remote({ name: 'a' }), ...(over as object) })).toContain(word);
  });

  it('is not one that is only strange', () => {
    const strange = {
      status: 'ENCHANTED',
      components: [null, 7, { type: 'HOLOGRAM' }],
      name: 'é'.repeat(256),
    };
    expect(malformation({ ...remote({ name: 'a' }), ...strange })).toBeNull();
  });
});

it('languages are written with an underscore', () => {
  expect(['en-US', ' fr ', 'pt_BR'].map(languageOf)).toEqual(['en_US', 'fr', 'pt_BR']);
});
