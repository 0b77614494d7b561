import { Clock, SystemClock } from '../../src/kernel/clock.js';
import { AlertRow } from '../../src/platform/alerts/alert.entity.js';
import { AlertRepository } from '../../src/platform/alerts/alert.repository.js';
import { AlertClosed, AlertOpened } from '../../src/platform/alerts/alerts.js';
import { AlertsService } from '../../src/platform/alerts/alerts.service.js';
import { OpenProblemRow } from '../../src/platform/alerts/open-problem.entity.js';
import { Database } from '../../src/platform/database/database.js';
import { Events } from '../../src/platform/events/events.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { describeEachDatabase } from './databases.js';

const problem = { key: 'token.dead:1', title: 'Le jeton ne marche plus.', advice: 'Donnez-en un autre.' };

describeEachDatabase('alerts', (open) => {
  const published: object[] = [];
  const ground = open({
    entities: [AlertRow, OpenProblemRow],
    providers: [
      AlertRepository,
      AlertsService,
      Metrics,
      { provide: Clock, useClass: SystemClock },
      { provide: Events, useValue: { publish: async (event: object) => void published.push(event) } },
    ],
  });
  const sut = () => ground.get(AlertsService);
  beforeEach(() => void (published.length = 0));

  it('a problem that lasts is told once, however often and by however many it is noticed', async () => {
    await Promise.all(Array.from({ length: 8 }, () => sut().raise(problem)));
    expect(await sut().open()).toEqual([expect.objectContaining({ key: problem.key, count: 8 })]);
    expect(published).toEqual([new AlertOpened(problem.key)]);
  });

  it('its end is told once, and the next time it is a new one', async () => {
    await sut().raise(problem);
    await Promise.all([sut().clear(problem.key), sut().clear(problem.key)]);
    expect(await sut().open()).toEqual([]);
    await sut().raise(problem);
    expect(published).toEqual([
      new AlertOpened(problem.key),
      new AlertClosed(problem.key),
      new AlertOpened(problem.key),
    ]);
    expect(await ground.get(Database).manager.count(AlertRow)).toBe(2);
  });

  it('nothing happens when what was no problem is over', async () => {
    await sut().clear('never.opened');
    expect(published).toEqual([]);
  });
});
