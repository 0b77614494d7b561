import { Clock } from '../../src/kernel/clock.js';
import { AlertRow } from '../../src/platform/alerts/alert.entity.js';
import { AlertRepository } from '../../src/platform/alerts/alert.repository.js';
import { AlertClosed, AlertOpened } from '../../src/platform/alerts/alerts.js';
import { AlertsService } from '../../src/platform/alerts/alerts.service.js';
import { OpenProblemRow } from '../../src/platform/alerts/open-problem.entity.js';
import { Database } from '../../src/platform/database/database.js';
import { Events } from '../../src/platform/events/events.js';
import { type Job, Jobs } from '../../src/platform/jobs/jobs.js';
import { describeEachDatabase } from './databases.js';

const problem = { key: 'token.dead:1', title: 'Le jeton ne marche plus.', advice: 'Donnez-en un autre.' };

const id = () => expect.any(String) as string;

describeEachDatabase('alerts', (open) => {
  const published: object[] = [];
  const jobs = new Map<string, Job>();
  const hand = { ms: Date.UTC(2026, 10, 21) };
  const run = (name: string) => jobs.get(name)?.run(new AbortController().signal);
  const ground = open({
    entities: [AlertRow, OpenProblemRow],
    providers: [
      AlertRepository,
      AlertsService,
      { provide: Jobs, useValue: { define: (job: Job) => void jobs.set(job.name, job) } },
      { provide: Clock, useValue: { now: () => new Date(hand.ms) } },
      { provide: Events, useValue: { publish: async (event: object) => void published.push(event) } },
    ],
  });
  const sut = () => ground.get(AlertsService);
  beforeEach(() => {
    published.length = 0;
    sut().onModuleInit();
  });

  it('a problem that lasts is told once, however often and by however many it is noticed', async () => {
    await Promise.all(Array.from({ length: 8 }, () => sut().raise(problem)));
    expect(await sut().open()).toEqual([expect.objectContaining({ key: problem.key, count: 8 })]);
    expect(published).toEqual([new AlertOpened(problem.key, expect.any(String) as string)]);
  });

  it('its end is told once, and the next time it is a new one', async () => {
    await sut().raise(problem);
    await Promise.all([sut().clear(problem.key), sut().clear(problem.key)]);
    expect(await sut().open()).toEqual([]);
    await sut().raise(problem);
    expect(published).toEqual([
      new AlertOpened(problem.key, id()),
      new AlertClosed(problem.key, id()),
      new AlertOpened(problem.key, id()),
    ]);
    expect(await ground.get(Database).manager.count(AlertRow)).toBe(2);
  });

  it('nothing happens when what was no problem is over', async () => {
    await sut().clear('never.opened');
    expect(published).toEqual([]);
  });

  it('a fault that calls nobody is counted, shown with its words in two languages, and over after a quiet day', async () => {
    const fault = {
      key: 'meta.131026:1',
      title: 'Le message n’a pas pu être remis.',
      advice: 'Vérifiez le numéro.',
      en: { title: 'The message could not be delivered.', advice: 'Check the number.' },
      code: '131026',
      context: { number: '1' },
    };
    for (let n = 0; n < 5; n += 1) sut().note(fault);
    await run('alerts.write');
    sut().note(fault);
    await run('alerts.write');
    expect(await sut().open()).toEqual([]);
    expect(published).toEqual([]);
    const list = () => ground.get(AlertRepository).list({ isOpen: true }, null, 10);
    expect(await list()).toEqual([
      expect.objectContaining({
        service: 'meta',
        occurrences: 6,
        titleEn: fault.en.title,
        isCritical: false,
      }),
    ]);
    hand.ms += 25 * 3_600_000;
    await run('alerts.close-quiet');
    expect(await list()).toEqual([]);
    expect(published).toEqual([]);
  });

  it('words that are too long for a column are cut, never in the middle of a character', async () => {
    await sut().raise({ ...problem, title: 'é'.repeat(400) });
    expect((await sut().open())[0]?.title).toMatch(/^é{248,249}$/u);
  });
});
