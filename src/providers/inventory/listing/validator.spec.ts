import { etagIn, hashOf, rememberedIn, validatorOf } from './validator.js';

const PAGE = { hash: hashOf(Buffer.from('page')), total: 250, next: '2', etag: '"abc"' };

describe('what is remembered of a page', () => {
  it('is found again under the same configuration only', () => {
    const validator = validatorOf(PAGE, 'print-1');
    expect(rememberedIn(validator, 'print-1')).toEqual(PAGE);
    expect(rememberedIn(validator, 'print-2')).toBeNull();
    expect(rememberedIn(null, 'print-1')).toBeNull();
  });

  it('fits into its column: first the tag is left out, then all', () => {
    const next = `?cursor=${'c'.repeat(190)}`;
    const short = validatorOf({ ...PAGE, next, etag: 'x'.repeat(150) }, 'print-1');
    expect(Buffer.byteLength(short ?? '')).toBeLessThanOrEqual(300);
    expect(rememberedIn(short, 'print-1')).toEqual({ ...PAGE, next, etag: null });
    expect(validatorOf({ ...PAGE, next: next.repeat(2) }, 'print-1')).toBeNull();
  });

  it.each([
    ['"abc"', '"abc"'],
    ['W/"abc"', 'W/"abc"'],
    ['é', null],
    ['a\nb', null],
    ['x'.repeat(151), null],
    [undefined, null],
    [['a'], null],
  ])('takes the tag %j as %j', (header, etag) => expect(etagIn(header)).toBe(etag));
});
