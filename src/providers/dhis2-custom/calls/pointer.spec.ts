import { at } from './pointer.js';

const DOCUMENT = { a: [{ b: 1 }, null], 'c/d': { '~': 2 }, '': { '': 3 }, '~1': 4, e: 'text' };

describe('a JSON pointer', () => {
  it.each([
    ['', DOCUMENT],
    ['/a/0/b', 1],
    ['/a/1', null],
    ['/c~1d/~0', 2],
    ['//', 3],
    ['/~01', 4],
  ])('%j leads to its value', (pointer, value) => expect(at(pointer, DOCUMENT)).toEqual(value));

  it.each([
    '/a/2',
    '/a/-',
    '/a/00',
    '/a/length',
    '/e/0',
    '/e/length',
    '/toString',
    '/__proto__',
    '/a/1/b',
    '/x/y',
  ])('%j leads nowhere', (pointer) => expect(at(pointer, DOCUMENT)).toBeUndefined());
});
