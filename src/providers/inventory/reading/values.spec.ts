import { at, firstAt, partsOf } from './pointer.js';
import { amountOf, imagesOf, piecesOf } from './values.js';

describe('a pointer', () => {
  const json = { a: { 'b/c': [{ 'd~e': 1 }, null] }, '': 2, n: '' };

  it.each([
    ['', json],
    ['/a/b~1c/0/d~0e', 1],
    ['/a/b~1c/1', null],
    ['/', 2],
    ['/a/b~1c/2', undefined],
    ['/a/b~1c/length', undefined],
    ['/a/b~1c/01', undefined],
    ['/constructor', undefined],
    ['/__proto__/a', undefined],
    ['/n/length', undefined],
  ])('%j leads to %j', (pointer, value) => expect(at(partsOf(pointer), json)).toEqual(value));

  it('gives way to the next one where it holds nothing', () => {
    expect(firstAt([partsOf('/x'), partsOf('/n'), partsOf('/a/b~1c/1'), partsOf('/')], json)).toBe(2);
    expect(firstAt([partsOf('/x')], json)).toBeUndefined();
  });
});

describe('an amount', () => {
  it.each([
    ['12,50', false, '12,50'],
    ['12.50', false, '12.50'],
    ['1.250,50', false, '1250.50'],
    ['1,250.50', false, '1250.50'],
    ['1.250', true, '1250'],
    ['1 250,5', true, '1 250.5'],
    [12.5, true, 12.5],
    [null, true, null],
    [' -3 ', false, '-3'],
  ])('%j (decimal comma: %p) is read as %j', (value, comma, amount) =>
    expect(amountOf(value, comma)).toBe(amount),
  );

  it.each([
    ['12.000', false, '12'],
    ['12,0', true, '12'],
    ['12.5', false, '12.5'],
    [7, false, 7],
    [undefined, false, undefined],
  ])('of pieces %j (decimal comma: %p) is %j', (value, comma, pieces) =>
    expect(piecesOf(value, comma)).toBe(pieces),
  );
});

describe('pictures', () => {
  it.each([
    ['https://a.example/x.jpg', ['https://a.example/x.jpg']],
    [
      ['/media/x.jpg', '//b.example/x.jpg', null, ''],
      ['https://inv.example/media/x.jpg', '//b.example/x.jpg'],
    ],
    [{ url: '/a.jpg' }, ['https://inv.example/a.jpg']],
    [
      [{ src: 'https://a.example/1' }, { other: 1 }, 7],
      ['https://a.example/1', 7],
    ],
    [null, undefined],
  ])('%j are the addresses %j', (value, addresses) =>
    expect(imagesOf(value, [['url'], ['src']], 'https://inv.example')).toEqual(addresses),
  );
});
