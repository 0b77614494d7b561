import { setImmediate as turn } from 'node:timers/promises';
import { Slots } from './slots.js';

describe('slots', () => {
  it('are taken by so many at once, in the order in which they were asked for, whatever becomes of the work', async () => {
    const slots = new Slots(2);
    const told: number[] = [];
    let open = 0;
    let most = 0;
    const work = async (number: number): Promise<void> => {
      told.push(number);
      open += 1;
      most = Math.max(most, open);
      await turn();
      open -= 1;
      if (number % 2 === 1) throw new Error('odd');
    };
    const all = Array.from({ length: 9 }, (_, number) => slots.within(() => work(number)));
    const ends = await Promise.allSettled(all);
    expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(4);
    expect(told).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(most).toBe(2);
  });
});
