import { recordedManagement } from './recorded.fake.js';
import { usageOf } from './usage.js';

const account = (...counters: object[]) => ({
  'x-business-use-case-usage': JSON.stringify({ '1': counters }),
});

describe('the usage of quotas', () => {
  it('is read from the headers as Meta writes them', () => {
    expect(usageOf(recordedManagement().get('templates')?.headers ?? {})).toEqual({
      percent: 3,
      regainMs: 0,
    });
  });

  it('is that of the fullest counter, of the account or of the app', () => {
    const counters = account({ call_count: 10, total_time: 20 }, { total_cputime: 30 });
    expect(usageOf(counters).percent).toBe(30);
    expect(usageOf({ ...counters, 'x-app-usage': '{"call_count":96}' }).percent).toBe(96);
  });

  it('tells how many minutes are to be waited, the longest of all', () => {
    const counters = account({ estimated_time_to_regain_access: 3 }, { estimated_time_to_regain_access: 12 });
    expect(usageOf(counters).regainMs).toBe(720_000);
  });

  it.each([
    {},
    account({ call_count: -1 }, {}),
    account({ call_count: '99' }),
    { 'x-app-usage': '[' },
    { 'x-business-use-case-usage': '7' },
  ])('is unknown in %j', (headers) => {
    expect(usageOf(headers)).toEqual({ percent: null, regainMs: 0 });
  });
});
