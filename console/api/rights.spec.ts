import { may } from './rights.js';
import { addressOf } from './wire.js';

describe('what a session may do', () => {
  it('is what its role grants, with stars for every room and every verb', () => {
    expect(may(['*:read'], 'errors:read')).toBe(true);
    expect(may(['*:read'], 'conversations:reply')).toBe(false);
    expect(may(['*:*'], 'tokens:manage')).toBe(true);
    expect(may(['conversations:reply'], 'conversations:close')).toBe(false);
  });
});

describe('the address of a call', () => {
  it('holds the filters that are chosen', () => {
    expect(addressOf('/api/x', { period: 'day', number: null, flow: '', limit: 0, open: true })).toBe(
      '/api/x?period=day&limit=0&open=true',
    );
    expect(addressOf('/api/x')).toBe('/api/x');
  });
});
