import { Conversations, type DialogueFigures } from '../../src/conversations/conversations.contract.js';
import { FiguresController } from '../../src/monitoring/figures/figures.controller.js';
import { Clock } from '../../src/kernel/clock.js';
import { newId } from '../../src/platform/database/id.js';
import { idAt } from '../../src/platform/database/id-range.js';
import { type Job, Jobs } from '../../src/platform/jobs/jobs.js';
import { Shards } from '../../src/platform/jobs/shards.js';
import { FiguresJob } from '../../src/whatsapp/figures/figures.job.js';
import { FiguresRepository } from '../../src/whatsapp/figures/figures.repository.js';
import { HourRow } from '../../src/whatsapp/figures/hour.entity.js';
import { InboxRow } from '../../src/whatsapp/inbox/inbox.entity.js';
import { OutboxRow } from '../../src/whatsapp/outbox/outbox.entity.js';
import { WhatsAppFigures } from '../../src/whatsapp/whatsapp-figures.contract.js';
import { Settings } from '../../src/platform/config/settings.js';
import { describeEachDatabase } from './databases.js';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 21, 10, 30);

describeEachDatabase('figures by the hour', (open) => {
  const jobs = new Map<string, Job>();
  const dialogue: DialogueFigures = { assistantAnswers: 4, assistantFailures: 1, handovers: 2 };
  const ground = open({
    entities: [InboxRow, OutboxRow, HourRow],
    providers: [
      FiguresRepository,
      FiguresJob,
      FiguresController,
      { provide: WhatsAppFigures, useExisting: FiguresRepository },
      { provide: Conversations, useValue: { figures: async () => dialogue } },
      { provide: Settings, useValue: { timeZone: 'Africa/Kinshasa' } },
      { provide: Clock, useValue: { now: () => new Date(NOW) } },
      { provide: Shards, useValue: { join: () => undefined, held: () => new Set([0]) } },
      {
        provide: Jobs,
        useValue: { define: (job: Job) => void jobs.set(job.name, job), wake: () => undefined },
      },
    ],
  });
  let serial = 0;

  /** An id that says it was made at that moment. */
  const idOf = (at: number) => `${idAt(new Date(at)).slice(0, 14)}${newId().slice(14)}`;

  function received(at: number, numberId = '1'): InboxRow {
    serial += 1;
    return Object.assign(new InboxRow(), {
      id: idOf(at),
      dedupeKey: `key-${serial}`,
      kind: 'message',
      channel: 'test',
      numberId,
      lane: 'lane',
      shard: 0,
      state: 'DONE',
      topic: 'text',
      body: null,
      receivedAt: new Date(at),
      attempts: 0,
      dueAt: new Date(at),
      doneAt: null,
      contactId: null,
      error: null,
    });
  }

  function sent(at: number, over: Partial<OutboxRow> = {}): OutboxRow {
    const absent = [
      'claimedAt',
      'unknownAt',
      'deliveredAt',
      'readAt',
      'playedAt',
      'failedAt',
      'providerKey',
      'providerId',
    ];
    const words = [
      'pricing',
      'isBillable',
      'errorCode',
      'errorMeaning',
      'errorAdvice',
      'body',
      'flow',
      'causeId',
    ];
    return Object.assign(
      new OutboxRow(),
      Object.fromEntries([...absent, ...words].map((name) => [name, null])),
      {
        id: idOf(at),
        contactId: 'anna',
        channel: 'test',
        numberId: '1',
        state: 'SENT',
        isOpen: false,
        isSensitive: false,
        type: 'text',
        priority: 0,
        origin: 'bot',
        attempts: 1,
        createdAt: new Date(at),
        dueAt: new Date(at),
        sentAt: new Date(at),
        ...over,
      },
    );
  }

  async function count(): Promise<void> {
    ground.get(FiguresJob).onModuleInit();
    Object.assign(ground.get(FiguresJob), { restUntil: 0, rounds: 0 });
    await jobs.get('whatsapp.figures')?.run(new AbortController().signal);
  }
  const columns = (rows: readonly object[]) => rows as never[];

  it('are counted from the messages, again and again the same, and stay when the messages are gone', async () => {
    const asked = received(NOW - 60_000);
    await ground.database.insertMany(InboxRow, [
      asked,
      received(NOW - 50_000),
      received(NOW - 2 * HOUR, '2'),
    ]);
    await ground.database.insertMany(
      OutboxRow,
      columns([
        sent(NOW - 58_000, { flow: 'uic', causeId: asked.id, state: 'READ', readAt: new Date(NOW) }),
        sent(NOW - 57_000, { flow: 'uic', pricing: 'service', isBillable: false }),
        sent(NOW - 2 * HOUR, { numberId: '2', state: 'FAILED', sentAt: null }),
        // Written on the phone that shares the number: no work of the service.
        sent(NOW - 56_000, { origin: 'phone' }),
      ]),
    );
    await count();
    await count();
    const span = [new Date(NOW - 24 * HOUR), new Date(NOW)] as const;
    const all = await ground.get(FiguresRepository).hours(...span, {});
    expect(
      all.map(({ number, flow, received: came, sent: went, failed }) => [number, flow, came, went, failed]),
    ).toEqual([
      ['2', '-', 1, 0, 1],
      ['1', '-', 2, 0, 0],
      ['1', 'uic', 0, 2, 0],
    ]);
    expect(all[2]).toMatchObject({ answered: 1, responseMs: 2_000, delivered: 1, read: 1 });
    expect(all[2]?.costs).toEqual([{ category: 'service', billable: 0, free: 1 }]);
    await ground.database.manager.clear(OutboxRow);
    expect(await ground.get(FiguresRepository).hours(...span, { number: '1', flow: 'uic' })).toHaveLength(1);
  });

  it('count every page of a full hour', async () => {
    const rows = Array.from({ length: 2_500 }, (_, n) => sent(NOW - 10 * HOUR + n, { numberId: '9' }));
    await ground.database.insertMany(OutboxRow, columns(rows));
    await count();
    const [hour] = await ground
      .get(FiguresRepository)
      .hours(new Date(NOW - 12 * HOUR), new Date(NOW), { number: '9' });
    expect(hour?.sent).toBe(2_500);
  });

  it('are told beside the period before', async () => {
    await ground.database.manager.clear(InboxRow);
    await ground.database.insertMany(InboxRow, [received(NOW - HOUR, '5'), received(NOW - 25 * HOUR, '5')]);
    await count();
    const told = await ground.get(FiguresController).summary({ number: '5' });
    expect(told.figures.received).toEqual({ value: 1, before: 1, change: 0 });
    expect(told.figures.handovers.value).toBe(2);
    expect(told.series).toHaveLength(25);
    await expect(
      ground.get(FiguresController).summary({ from: '2026-11-21T00:00:00Z', to: '2026-11-20T00:00:00Z' }),
    ).rejects.toMatchObject({ code: 'request.invalid' });
  });
});
