import { released } from './released.js';

describe('a body that nobody needs any more', () => {
  it('gives back the memory that is its own', () => {
    const body = Buffer.alloc(1 << 20);
    const { buffer } = body;
    released(body);
    expect([body.length, buffer.byteLength]).toEqual([0, 0]);
  });

  it('leaves alone what it shares with others', () => {
    const shared = Buffer.alloc(64, 'a');
    released(shared.subarray(0, 8));
    released(Buffer.alloc(0));
    expect(shared.toString()).toBe('a'.repeat(64));
  });
});
