import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '../../src/kernel/clock.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { Interview } from '../../src/uic/answers/interview.js';
import { partsOf } from '../../src/uic/code.js';
import { SchemeRow } from '../../src/uic/questions/scheme.entity.js';
import { SchemeRepository } from '../../src/uic/questions/scheme.repository.js';
import { Schemes } from '../../src/uic/questions/schemes.js';
import { describeEachDatabase } from './databases.js';

const START = new Date('2026-01-31T08:00:00Z');
const secret = Buffer.from(Array.from({ length: 32 }, (_, n) => n * 7)).toString('base64');

/** A questions file of two questions. */
const file = ({
  version = 'v1',
  take = 2,
  label = 'Nom',
  ask = 'Votre nom ?',
  order = ['family', 'town'],
} = {}) => `
id: keto
version: ${version}
recall: family
questions:
  - key: family
    kind: letters
    take: ${take}
    texts: { fr: { ask: '${ask}', label: ${label} } }
  - { key: town, kind: town }
formula: [${order.map((key) => `{ answer: ${key} }`).join(', ')}]
`;

describeEachDatabase('the formulas that were used', (open) => {
  const ground = open({ entities: [SchemeRow], providers: [SchemeRepository] });
  const folder = mkdtempSync(join(tmpdir(), 'questions-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** The application starts, a while later each time; with its own questions where there is a file. */
  let starts = 0;
  async function start(content?: string): Promise<Schemes> {
    const at = new Date(START.getTime() + 60_000 * starts++);
    const clock: Clock = { now: () => at };
    const env: Record<string, string> = {};
    if (content !== undefined) {
      env['UIC_QUESTIONS_FILE'] = join(folder, 'questions.yaml');
      writeFileSync(env['UIC_QUESTIONS_FILE'], content);
    }
    const settings = readSettings({ DATA_ENCRYPTION_KEY: secret, UIC_SECRET: secret, ...env });
    const schemes = new Schemes(Interview.of(settings, clock), ground.get(SchemeRepository), clock);
    await schemes.onModuleInit();
    return schemes;
  }

  it('are kept at their first start, with the moment', async () => {
    starts = 0;
    await start();
    await start();
    const rows = await ground.database.manager.find(SchemeRow);
    expect(rows).toMatchObject([{ id: 'lllfffyccg-v1', firstUsedAt: START }]);
  });

  it('may get other texts', async () => {
    await start(file());
    await expect(
      start(file({ ask: 'Comment vous appelez-vous ?', label: 'Famille' })),
    ).resolves.toBeDefined();
  });

  it.each([
    ['more letters', { take: 3 }],
    ['another order', { order: ['town', 'family'] }],
    ['one answer less', { order: ['family'] }],
  ])('stop the start with %s under the same version', async (_, change) => {
    await start(file());
    await expect(start(file(change))).rejects.toThrow(
      /La formule « keto-v1 » a déjà servi.*donnez une nouvelle « version »/,
    );
  });

  it('may change with a new version, and the earlier one is still understood', async () => {
    await start();
    await start(file());
    const schemes = await start(file({ version: 'v2', take: 3 }));
    expect(schemes.current.id).toBe('keto-v2');
    const [first, second, shipped] = ['keto-v1', 'keto-v2', 'lllfffyccg-v1'].map((id) => schemes.byId(id));
    expect(first && partsOf(first, 'MBDA')).toEqual({ family: 'MB', town: 'DA' });
    expect(second && partsOf(second, 'MBEDA')).toEqual({ family: 'MBE', town: 'DA' });
    expect(shipped && partsOf(shipped, 'MBEIBR7DA1')).toMatchObject({ given: 'IBR', gender: '1' });
    expect(schemes.byId('keto-v3')).toBeNull();
  });

  it('come back with an earlier version, unless it was changed', async () => {
    await start(file());
    await start(file({ version: 'v2', take: 3 }));
    await expect(start(file())).resolves.toBeDefined();
    await expect(start(file({ version: 'v2' }))).rejects.toThrow('keto-v2');
  });

  it('are kept once when two processes start together', async () => {
    await Promise.all([start(file()), start(file()), start(file())]);
    expect(await ground.database.manager.count(SchemeRow)).toBe(1);
  });
});
