import { chunks } from './chunks.js';

describe('chunks', () => {
  it('hold everything once, in order, at most so many each', () => {
    const list = Array.from({ length: 1201 }, (_, index) => index);
    const pieces = chunks(list);
    expect(pieces.map(({ length }) => length)).toEqual([500, 500, 201]);
    expect(pieces.flat()).toEqual(list);
  });

  it('of nothing are none', () => {
    expect(chunks([])).toEqual([]);
  });
});
