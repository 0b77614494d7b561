import { addressAfter } from './following.js';

describe('where a person is reached after news', () => {
  it.each([
    [
      'a new number takes the place of the old one',
      [{ waId: '1' }],
      { waId: '1' },
      { waId: '2' },
      { waId: '2' },
    ],
    [
      'an id that nobody spoke of stays',
      [{ waId: '1', userId: 'a' }],
      { waId: '1' },
      { waId: '2' },
      { waId: '2', userId: 'a' },
    ],
    [
      'where only the id changed the number stays',
      [{ waId: '1', userId: 'a' }],
      { waId: '1', userId: 'a' },
      { userId: 'b' },
      { waId: '1', userId: 'b' },
    ],
    [
      'a number that was given up is forgotten',
      [{ waId: '1' }],
      { waId: '1' },
      { userId: 'b' },
      { userId: 'b' },
    ],
    [
      'also where the id stays',
      [{ waId: '1', userId: 'a' }],
      { waId: '1', userId: 'a' },
      { userId: 'a' },
      { userId: 'a' },
    ],
    [
      'but not another number, known under the new address',
      [{ waId: '2', userId: 'b' }, { waId: '1' }],
      { waId: '1' },
      { userId: 'b' },
      { waId: '2', userId: 'b' },
    ],
    [
      'what the new address knows is newer',
      [
        { waId: '2', userId: 'b' },
        { waId: '1', userId: 'a' },
      ],
      { userId: 'a' },
      { userId: 'b' },
      { waId: '2', userId: 'b' },
    ],
  ])('%s', (_, known, previous, current, after) => {
    expect(addressAfter(known, previous, current)).toEqual(after);
  });
});
