import { pageOf, PageQuery, positionOf } from './page.dto.js';
import { InvalidRequest } from './web.errors.js';

const at = (cursor?: string): PageQuery => Object.assign(new PageQuery(), { cursor });

describe('a page of a list', () => {
  it('leads to the next one while there is more', () => {
    const page = pageOf(['a', 'b', 'c'], 2, (row) => row);
    expect(page.items).toEqual(['a', 'b']);
    expect(positionOf(at(page.nextCursor ?? ''))).toBe('b');
  });

  it('is the last one when nothing comes after it', () => {
    expect(pageOf(['a', 'b'], 2, (row) => row)).toEqual({ items: ['a', 'b'], nextCursor: null });
    expect(pageOf([], 2, String)).toEqual({ items: [], nextCursor: null });
  });

  it('begins at the beginning without a cursor', () => {
    expect(positionOf(at())).toBeNull();
  });

  it.each(['', '%%%', 'ab=c', 'é', 'AAAA', 'YQBi'])(
    'refuses a cursor that it did not make (%j)',
    (cursor) => {
      expect(() => positionOf(at(cursor))).toThrow(InvalidRequest);
    },
  );
});
