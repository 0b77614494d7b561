import {
  ACCOUNT,
  AUTH,
  MEDIA,
  REGISTRATION,
  REQUEST,
  TEMPLATE,
  TEMPORARY,
  THROTTLE,
  UNDELIVERABLE,
} from './meanings.js';
import { channelError, graphErrorOf, planOf } from './meta.errors.js';

const FAMILIES = {
  ACCOUNT,
  AUTH,
  MEDIA,
  REGISTRATION,
  REQUEST,
  TEMPLATE,
  TEMPORARY,
  THROTTLE,
  UNDELIVERABLE,
};
const CODES = Object.values(FAMILIES).flatMap((family) => [...family.keys()]);
const known = (key: string) => {
  const [code, subcode] = key.split('/').map(Number);
  return graphErrorOf({ code, error_subcode: subcode });
};

describe('the table of errors', () => {
  it('knows each code once', () => {
    expect(CODES).toHaveLength(new Set(CODES).size);
    expect(CODES.length).toBeGreaterThan(70);
  });

  it.each(CODES)('has a plan, a French meaning and a French advice for %s', (key) => {
    const error = channelError(known(key));
    expect(planOf(known(key))).not.toBeNull();
    expect(error.code).toBe(key.split('/')[0]);
    expect(error.meaning).toMatch(/^[A-ZÀ-Ý].{10,}\.$/u);
    expect(error.advice).toMatch(/^[A-ZÀ-Ý].{10,}\.$/u);
    expect(`${error.meaning}${error.advice}`).not.toMatch(/ [:;!?»]|« |'/);
  });

  it.each([
    ['AUTH', 'number'],
    ['ACCOUNT', 'number'],
    ['THROTTLE', 'number'],
    ['UNDELIVERABLE', 'refused'],
    ['TEMPLATE', 'refused'],
    ['REQUEST', 'refused'],
    ['TEMPORARY', 'number'],
    ['REGISTRATION', 'number'],
  ] as const)('treats most of %s as: %s', (family, usual) => {
    const ways = [...FAMILIES[family].keys()].map((key) => {
      const plan = planOf(known(key));
      return plan?.outcome === 'retry' ? plan.scope : plan?.outcome;
    });
    expect(ways.filter((way) => way === usual).length).toBeGreaterThan(ways.length / 2);
  });

  it('never sends again what Meta forbids to send again', () => {
    for (const code of [131047, 131049, 131050, 131026, 130497, 131051]) {
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
