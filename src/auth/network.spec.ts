import { isLocal, networkOf } from './network.js';

describe('the network of an address', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['not an address', 'not an address'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('a request from this machine', () => {
  const from = (remoteAddress: string | undefined, headers = {}): boolean =>
    isLocal({ socket: { remoteAddress }, headers });

  it.each(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])('is one from %s', (address) => {
    expect(from(address)).toBe(true);
  });

  it.each(['203.0.113.9', '::ffff:10.0.0.1', '1127.0.0.1', undefined])('is not one from %s', (address) => {
    expect(from(address)).toBe(false);
  });

  it.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])('is not one passed on with %s', (header) => {
    expect(from('127.0.0.1', { [header]: '127.0.0.1' })).toBe(false);
  });
});
