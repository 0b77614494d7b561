import { knownErrors } from './error-table.js';
import { channelError, familyOf, graphErrorOf, planOf } from './meta.errors.js';

/** Meta's documented numbers, by class. */
const CLASSES = {
  auth: [0, 3, 10, 102, 104, 190, 200, 210, 294, 299, 131005],
  account: [368, 130497, 131031, 131037, 131042, 131045, 131063, 133010, 134011],
  throttle: [4, 17, 32, 341, 613, 80007, 80008, 80009, 80014, 130429, 131048, 131056, 131064, 132069, 133016],
  undeliverable: [130403, 130472, 131021, 131026, 131030, 131047, 131049, 131050, 131051, 131062, 137000],
  template: [
    132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132018, 132068, 134100, 134101, 134102,
  ],
  request: [33, 100, 131008, 131009, 131055, 131059, 135000],
  temporary: [1, 2, 131000, 131016, 131057, 133004, 2494100],
  media: [131052, 131053],
  registration: [133000, 133005, 133006, 133008, 133009, 133015],
} as const;
const CODES = knownErrors();
const MINUTE = 60_000;
const SENTENCES = /^[A-ZÀ-Ý].{10,}\.$/u;
const known = (key: string) => {
  const [code, subcode] = key.split('/').map(Number);
  return graphErrorOf({ code, error_subcode: subcode });
};

describe('the table of errors', () => {
  it.each(Object.entries(CLASSES))('puts each number that Meta documents as %s there', (family, codes) => {
    const families = codes.map((code) => [code, familyOf(graphErrorOf({ code }))]);
    expect(families).toEqual(codes.map((code) => [code, family]));
  });

  it('holds nothing but these, and more exact names of some', () => {
    const documented = new Set<string>(Object.values(CLASSES).flat().map(String));
    expect(CODES.filter((key) => !documented.has(key) && !key.includes('/'))).toEqual([]);
  });

  it.each(CODES)('has a plan, a meaning and an advice in French and English for %s', (key) => {
    const { code, meaning, advice, en } = channelError(known(key));
    expect(planOf(known(key))).not.toBeNull();
    expect(code).toBe(key.split('/')[0]);
    for (const words of [meaning, advice, en?.meaning, en?.advice]) expect(words).toMatch(SENTENCES);
    expect(`${meaning}${advice}`).not.toMatch(/ [:;!?»]|« |'/);
    expect(`${en?.meaning}${en?.advice}`).not.toMatch(/[à-ÿ']/);
  });

  it('knows by the second number that a quota is used up, whichever number comes first', () => {
    const quota = graphErrorOf({ code: 80_099, error_subcode: 2_446_079, is_transient: true });
    expect([familyOf(quota), planOf(quota)]).toMatchObject([
      'throttle',
      { outcome: 'retry', scope: 'number' },
    ]);
  });

  it.each([
    ['auth', 'number'],
    ['account', 'number'],
    ['throttle', 'number'],
    ['undeliverable', 'refused'],
    ['template', 'refused'],
    ['request', 'refused'],
    ['temporary', 'number'],
    ['registration', 'number'],
  ] as const)('treats most of %s as: %s', (family, usual) => {
    const ways = CLASSES[family].map((code) => {
      const plan = planOf(graphErrorOf({ code }));
      return plan?.outcome === 'retry' ? plan.scope : plan?.outcome;
    });
    expect(ways.filter((way) => way === usual).length).toBeGreaterThan(ways.length / 2);
  });

  it.each([
    [130429, 'number', undefined],
    [4, 'number', 5 * MINUTE],
    [131048, 'number', 60 * MINUTE],
    [131064, 'number', 60 * MINUTE],
    [368, 'number', 60 * MINUTE],
    [131031, 'number', 60 * MINUTE],
    [131042, 'number', 60 * MINUTE],
    [133010, 'number', 60 * MINUTE],
    [10, 'number', MINUTE],
    [132069, 'message', 10 * MINUTE],
    [134101, 'message', 10 * MINUTE],
    [131016, 'number', undefined],
    [131000, 'message', undefined],
    [131053, 'message', undefined],
  ])('lets %s wait: the %s, %s ms', (code, scope, wait) => {
    const plan = planOf(graphErrorOf({ code }));
    expect(plan).toMatchObject({ outcome: 'retry', scope });
    expect(plan?.outcome === 'retry' && plan.wait?.(0)).toBe(wait);
  });

  it('never sends again what Meta forbids to send again', () => {
    for (const code of [131047, 131049, 131050, 131026, 130497, 131051, 131062]) {
      expect(planOf(graphErrorOf({ code }))).toEqual({ outcome: 'refused' });
    }
  });
});

describe('an error in words', () => {
  it('shows neither a phone number nor a token of an unknown error', () => {
    const title = 'Cannot reach +243 000 000 001 with Bearer abc.def and EAAabcdefghij';
    const { meaning } = channelError(graphErrorOf({ code: 199999, message: title }));
    expect(meaning).not.toMatch(/243|abc\.def|EAAabc/);
    expect(meaning).toMatch(/Cannot reach/);
  });

  it('names the reference for which Meta’s support asks, where it is one', () => {
    expect(channelError(graphErrorOf({ code: 100, fbtrace_id: 'AbC-1_x' })).advice).toMatch(/AbC-1_x\.$/);
    expect(channelError(graphErrorOf({ code: 100, fbtrace_id: '<b>243000000001</b>' })).advice).not.toMatch(
      /243/,
    );
  });

  it.each([null, undefined, 'x', [], {}, { code: {} }, { code: 1.5 }, { code: 'x' }])(
    'is told of %p too',
    (odd) => {
      expect(channelError(graphErrorOf(odd))).toMatchObject({ code: 'unknown' });
    },
  );
});
