import { fewRandomBytes } from './random-bytes.js';

describe('few random bytes', () => {
  it('are as many as asked for, and others each time, over many pools', () => {
    const seen = new Set(Array.from({ length: 2_000 }, () => fewRandomBytes(12).toString('hex')));
    expect(seen.size).toBe(2_000);
    expect([...seen].every((hex) => hex.length === 24)).toBe(true);
  });

  it('do not overlap with those given just before', () => {
    const [first, second] = [fewRandomBytes(16), fewRandomBytes(16)];
    const before = second.toString('hex');
    first.fill(0);
    expect(second.toString('hex')).toBe(before);
  });
});
