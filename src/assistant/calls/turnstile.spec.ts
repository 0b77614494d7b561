import { Turnstile } from './turnstile.js';

describe('a turnstile', () => {
  it('lets as many through as it has places, the others in their order', async () => {
    const turnstile = new Turnstile(2);
    const { signal } = new AbortController();
    const entered: string[] = [];
    const enter = async (name: string) => {
      const leave = await turnstile.enter(signal);
      entered.push(name);
      return leave;
    };
    const [first, second, third, fourth] = ['a', 'b', 'c', 'd'].map(enter);
    await Promise.all([first, second]);
    expect(entered).toEqual(['a', 'b']);
    const leave = await second!;
    leave();
    leave();
    await third;
    expect(entered).toEqual(['a', 'b', 'c']);
    (await first!)();
    await fourth;
    expect(entered).toEqual(['a', 'b', 'c', 'd']);
  });

  it('who is tired of waiting leaves the queue and takes no place', async () => {
    const turnstile = new Turnstile(1);
    const leave = await turnstile.enter(new AbortController().signal);
    const tired = new AbortController();
    const waiting = turnstile.enter(tired.signal);
    tired.abort(new Error('tired'));
    await expect(waiting).rejects.toThrow('tired');
    leave();
    await expect(turnstile.enter(new AbortController().signal)).resolves.toBeDefined();
    await expect(turnstile.enter(tired.signal)).rejects.toThrow('tired');
  });
});
