import { validate, version } from 'uuid';
import { newId } from './id.js';
import { idAt } from './id-range.js';

describe('a new id', () => {
  afterEach(() => jest.useRealTimers());

  it('is a UUID v7 of this moment', () => {
    jest.useFakeTimers({ now: Date.UTC(2040, 0, 1) });
    const id = newId();
    expect([validate(id), version(id)]).toEqual([true, 7]);
    expect(id.slice(0, 13)).toBe(idAt(new Date()).slice(0, 13));
  });

  it('comes after all before it, also within a millisecond', () => {
    const ids = Array.from({ length: 5_000 }, newId);
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(5_000);
  });

  it('comes after all before it when the clock is set back', () => {
    jest.useFakeTimers({ now: Date.UTC(2040, 0, 2) });
    const before = newId();
    jest.setSystemTime(Date.UTC(2039, 0, 1));
    expect(newId() > before).toBe(true);
  });
});
