import { checkCall } from './check.js';
import { callOf, recordedTemplate, recordedTemplates } from './recorded.fake.js';

const NOW = new Date('2026-11-20T12:00:00Z');
const recorded = recordedTemplates();

describe('checking a call against the local copy', () => {
  it('knows templates of every kind', () => {
    expect(recorded.length).toBeGreaterThanOrEqual(25);
  });

  const cases = recorded.map((each) => [each.file, each] as const);
  const passing = cases.flatMap(([file, { view, valid }]) =>
    valid.map((call) => [file, call.says, view, call] as const),
  );
  const failing = cases.flatMap(([file, { view, faulty }]) =>
    faulty.map((call) => [file, call.says, view, call] as const),
  );

  it.each(passing)('lets pass, for %s: %s', (_, __, view, { components }) => {
    expect(checkCall(view, callOf(view, components), NOW)).toEqual([]);
  });

  it.each(failing)('refuses, for %s: %s', (_, __, view, { components, codes, where, index }) => {
    const faults = checkCall(view, callOf(view, components), NOW);
    expect(faults.map(({ code }) => code)).toEqual(codes);
    const found = faults.map(({ component }) => component);
    expect(found).toEqual(where ?? found);
    expect(faults[0]?.index).toBe(index ?? faults[0]?.index);
    for (const { message } of faults) expect(message).toMatch(/^[A-ZÀÉL«].{8,}[.…]$/su);
  });
});

describe('a call as a whole', () => {
  const { view } = recordedTemplate('body-positional');
  const good = [{ type: 'body', parameters: ['a', 'b', 'c'].map((text) => ({ type: 'text', text })) }];
  const codes = (call: unknown, changes: Partial<typeof view> = {}): string[] =>
    checkCall({ ...view, ...changes }, call, NOW).map(({ code, component }) => `${component} ${code}`);

  it('names its template and its language', () => {
    expect(codes({ components: good })).toEqual(['name 131008', 'language 131008']);
    expect(codes({ name: 'other', language: { code: 'en_US' }, components: good })).toEqual([
      'name 132001',
      'language 132001',
    ]);
    expect(codes({ name: view.name, language: { policy: 'fallback' }, components: good })).toEqual([
      'language 131008',
      'language 131009',
    ]);
  });

  it('of a template that is gone, or not to be sent, is refused', () => {
    expect(codes(callOf(view, good), { active: false, sendable: false })).toEqual(['template 132001']);
    expect(codes(callOf(view, good), { sendable: false })).toEqual(['template not-sendable']);
  });

  it('says every fault at once', () => {
    const { view: colis } = recordedTemplate('limited-time-offer');
    const faults = checkCall({ ...colis, status: 'PAUSED' }, { name: 'x', components: [] }, NOW);
    expect(faults.map(({ code }) => code)).toEqual([
      '132015',
      '132001',
      '131008',
      '132012',
      '132000',
      '132012',
      '132000',
      '132000',
    ]);
  });

  it('says in words what is wrong and where', () => {
    const [missing] = checkCall(view, callOf(view, [{ type: 'body', parameters: [] }]), NOW);
    expect(missing?.message).toBe('Le corps attend 3 paramètres, l’appel en donne 0.');
    const { view: colis } = recordedTemplate('buttons-url-phone');
    const [suffix] = checkCall(colis, callOf(colis, []), NOW);
    expect(suffix).toEqual({
      code: '132000',
      component: 'button',
      index: 0,
      message: 'Bouton 1 : la fin de son adresse manque.',
    });
  });

  it.each([undefined, null, 7, 'hello', [], true, Symbol('x'), () => 0])(
    'that is none is refused: %p',
    (call) => {
      expect(codes(call)).toEqual(['template 100']);
    },
  );
});

describe('checking anything', () => {
  it('never throws, and always answers with faults in words', () => {
    const random = generator(20_261_120);
    const pool = recorded.flatMap(({ valid, faulty }) =>
      [...valid, ...faulty].map(({ components }) => components),
    );
    for (let round = 0; round < 4000; round++) {
      const { view } = recorded[Math.floor(random() * recorded.length)] ?? recordedTemplate('paused');
      const seed = pool[Math.floor(random() * pool.length)];
      const call = mutated(callOf(view, seed), random, 0);
      const template =
        random() < 0.3 ? { ...view, components: mutated(view.components, random, 0) as unknown[] } : view;
      for (const fault of checkCall(template, call, NOW)) {
        expect(typeof fault.message).toBe('string');
        expect(fault.message).not.toMatch(/undefined|\[object/);
      }
    }
  });

  it('takes a megabyte of text in its stride', () => {
    const { view } = recordedTemplate('body-positional');
    for (const text of [
      'a'.repeat(1_000_000),
      ' '.repeat(1_000_000),
      '{{'.repeat(500_000),
      '{{ '.repeat(300_000),
    ]) {
      const faults = checkCall(
        view,
        callOf(view, [{ type: 'body', parameters: [{ type: 'text', text }] }]),
        NOW,
      );
      expect(faults[0]?.code).toBe('132000');
      const long = { ...view, components: [{ type: 'BODY', text }] };
      expect(checkCall(long, callOf(view, []), NOW)).toBeInstanceOf(Array);
    }
  });
});

const JUNK: readonly unknown[] = [
  undefined,
  null,
  '',
  ' ',
  'x',
  '{{1}}',
  '__proto__',
  'constructor',
  -1,
  0,
  1.5,
  Number.NaN,
  1e300,
  true,
  [],
  {},
  [[]],
  [null],
  { type: 'body' },
  { type: 'button', index: -1 },
  { parameters: {} },
  9n,
  Symbol('s'),
  new Date(Number.NaN),
  Object.create(null),
  () => 0,
  new Map(),
  'toString',
];

function mutated(value: unknown, random: () => number, depth: number): unknown {
  if (random() < 0.06) return JUNK[Math.floor(random() * JUNK.length)];
  if (depth > 12 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const copy = value.flatMap((each) => {
      const changed = mutated(each, random, depth + 1);
      return random() < 0.05 ? [] : random() < 0.05 ? [changed, changed] : [changed];
    });
    return copy;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      random() < 0.03 ? 'type' : key,
      mutated(each, random, depth + 1),
    ]),
  );
}

/** The same numbers each time. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
