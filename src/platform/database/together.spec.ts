import { failed } from './faults.js';
import { together } from './together.js';

const aftermath = failed('SELECT 1', Object.assign(new Error('aborted'), { code: '25P02' }));

describe('two works of one transaction', () => {
  it('give both their results', async () => {
    expect(await together(Promise.resolve(1), Promise.resolve('two'))).toEqual([1, 'two']);
  });

  it('end both, also when one fails', async () => {
    let isOver = false;
    const slow = new Promise<void>((resolve) => setImmediate(resolve)).then(() => void (isOver = true));
    await expect(together(Promise.reject(new Error('first')), slow)).rejects.toThrow('first');
    expect(isOver).toBe(true);
  });

  it('tell what went wrong with the first, then with the second', async () => {
    const first = () => Promise.reject(new Error('first'));
    const second = () => Promise.reject(new Error('second'));
    await expect(together(first(), second())).rejects.toThrow('first');
    await expect(together(Promise.resolve(), second())).rejects.toThrow('second');
  });

  it('tell the cause, not that the transaction was over because of it', async () => {
    await expect(together(Promise.reject(aftermath), Promise.reject(new Error('cause')))).rejects.toThrow(
      'cause',
    );
  });
});
