import { Ease } from './ease.js';

describe('a number of which the provider says that it sends too fast', () => {
  it('goes on at half its rate, at half of that when it is said again, and never stops', () => {
    const ease = new Ease();
    const parts = [0, 1, 2, 3, 4, 5].map((now) => {
      ease.slower(now);
      return ease.at(now);
    });
    expect(parts).toEqual([1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 16, 1 / 16]);
  });

  it('comes back to its whole rate little by little', () => {
    const ease = new Ease();
    ease.slower(0);
    expect([29_999, 30_000, 90_000, 150_000, 900_000].map((now) => ease.at(now))).toEqual([
      0.5, 0.6, 0.8, 1, 1,
    ]);
  });

  it('is halved from where it has come to', () => {
    const ease = new Ease();
    ease.slower(0);
    ease.slower(90_000);
    expect(ease.at(90_000)).toBe(0.4);
  });

  it('uses all of its rate as long as nobody complains', () => {
    expect(new Ease().at(0)).toBe(1);
  });
});
