import { Clock } from '../kernel/clock.js';
import { RateWindow } from './rate-window.js';

class Hand extends Clock {
  ms = 0;
  now(): Date {
    return new Date(this.ms);
  }
}

describe('RateWindow', () => {
  const clock = new Hand();
  let window: RateWindow;
  beforeEach(() => {
    clock.ms = 0;
    window = new RateWindow(clock, 60_000);
  });

  it('counts each caller for itself', () => {
    window.hit('a');
    expect(window.hit('a')).toEqual({ hits: 2, leftMs: 60_000 });
    expect(window.hit('b').hits).toBe(1);
  });

  it('begins anew when the window has passed', () => {
    window.hit('a');
    clock.ms = 59_999;
    expect(window.hit('a')).toEqual({ hits: 2, leftMs: 1 });
    clock.ms = 60_000;
    expect(window.look('a').hits).toBe(0);
    expect(window.hit('a').hits).toBe(1);
  });

  it('does not count a look', () => {
    window.look('a');
    window.hit('a');
    window.look('a');
    expect(window.look('a').hits).toBe(1);
  });

  it('forgets the oldest callers rather than grow', () => {
    for (let caller = 0; caller <= 10_000; caller++) window.hit(String(caller));
    expect(window.look('0').hits).toBe(0);
    expect(window.look('1').hits).toBe(1);
    expect(window.look('10000').hits).toBe(1);
  });
});
