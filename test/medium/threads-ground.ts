import { Readable } from 'node:stream';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Assistant } from '../../src/assistant/assistant.contract.js';
import { FakeAssistant } from '../../src/assistant/assistant.fake.js';
import { AuthModule } from '../../src/auth/auth.module.js';
import { Catalog } from '../../src/catalog/catalog.contract.js';
import { FakeCatalog } from '../../src/catalog/catalog.fake.js';
import { Conversations } from '../../src/conversations/conversations.contract.js';
import { Belongings } from '../../src/conversations/belongings.service.js';
import { ConversationsController } from '../../src/conversations/conversations.controller.js';
import { ConsentRow, SessionRow } from '../../src/conversations/conversations.entity.js';
import { ConversationsService } from '../../src/conversations/conversations.service.js';
import { Deeds } from '../../src/conversations/deeds.service.js';
import { DepartureRow } from '../../src/conversations/departures/departure.entity.js';
import { DepartureRepository } from '../../src/conversations/departures/departure.repository.js';
import { Departures } from '../../src/conversations/departures/departures.service.js';
import { Dialogue } from '../../src/conversations/dialogue.service.js';
import { ConversationsDoor } from '../../src/conversations/door.service.js';
import { Erasure } from '../../src/conversations/erasure.service.js';
import { Expiry } from '../../src/conversations/expiry.service.js';
import { Export } from '../../src/conversations/export.service.js';
import { Following } from '../../src/conversations/following.service.js';
import { Granting } from '../../src/conversations/granting.service.js';
import { DeskController } from '../../src/conversations/handover/desk.controller.js';
import { Desk } from '../../src/conversations/handover/desk.service.js';
import { Handovers } from '../../src/conversations/handover/handovers.service.js';
import { Hands } from '../../src/conversations/handover/hands.service.js';
import { PhoneTakeover } from '../../src/conversations/handover/phone-takeover.service.js';
import { OccurrenceRow } from '../../src/conversations/handover/occurrence.entity.js';
import { OccurrenceRepository } from '../../src/conversations/handover/occurrence.repository.js';
import { LiveController } from '../../src/conversations/live/live.controller.js';
import { Live } from '../../src/conversations/live/live.service.js';
import { Pulse } from '../../src/conversations/live/pulse.js';
import { Watcher } from '../../src/conversations/live/watcher.service.js';
import { OrderRow } from '../../src/conversations/orders/order.entity.js';
import { OrderRepository } from '../../src/conversations/orders/order.repository.js';
import { OrderDesk } from '../../src/conversations/orders/order-desk.service.js';
import { OrderNews } from '../../src/conversations/orders/order-news.service.js';
import { OrderTelling } from '../../src/conversations/orders/order-telling.service.js';
import { OrdersController } from '../../src/conversations/orders/orders.controller.js';
import { AnswerDelivery } from '../../src/conversations/questions/answer-delivery.service.js';
import { AnsweringJob } from '../../src/conversations/questions/answering.job.js';
import { QuestionRow } from '../../src/conversations/questions/question.entity.js';
import { QuestionRepository } from '../../src/conversations/questions/question.repository.js';
import { Orders } from '../../src/conversations/orders/orders.service.js';
import { Questions } from '../../src/conversations/questions/questions.service.js';
import { SessionRepository } from '../../src/conversations/session.repository.js';
import { Settling } from '../../src/conversations/settling.service.js';
import { Surroundings } from '../../src/conversations/surroundings.service.js';
import { readTexts } from '../../src/conversations/texts/text-files.js';
import { Texts } from '../../src/conversations/texts/texts.js';
import { Joining } from '../../src/conversations/threads/joining.service.js';
import { NoteRow } from '../../src/conversations/threads/note.entity.js';
import { NoteRepository } from '../../src/conversations/threads/note.repository.js';
import { NotesController } from '../../src/conversations/threads/notes.controller.js';
import { Notes } from '../../src/conversations/threads/notes.service.js';
import { ThreadBook } from '../../src/conversations/threads/thread-book.service.js';
import { ThreadFilesController } from '../../src/conversations/threads/thread-files.controller.js';
import { ThreadFiles } from '../../src/conversations/threads/thread-files.service.js';
import { ThreadRepository } from '../../src/conversations/threads/thread.repository.js';
import { ThreadsController } from '../../src/conversations/threads/threads.controller.js';
import { Threads } from '../../src/conversations/threads/threads.service.js';
import { Upkeep, UpkeepNews } from '../../src/conversations/threads/upkeep.service.js';
import { Turntable } from '../../src/conversations/turntable.service.js';
import { UnshownProducts } from '../../src/conversations/unshown-products.service.js';
import { Views } from '../../src/conversations/threads/views.service.js';
import { Clock } from '../../src/kernel/clock.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import type { JobsMode } from '../../src/platform/jobs/jobs.js';
import { JobsModule } from '../../src/platform/jobs/jobs.module.js';
import { MetricsModule } from '../../src/platform/metrics/metrics.module.js';
import { VaultModule } from '../../src/platform/vault/vault.module.js';
import { WebModule } from '../../src/platform/web/web.module.js';
import { type Holding, type Issued, type IssueRequest, Uic } from '../../src/uic/uic.contract.js';
import { QuietCodes } from './quiet-codes.js';
import { type MessageFile, MessageFiles, WhatsApp } from '../../src/whatsapp/whatsapp.contract.js';
import { WhatsAppFake } from '../../src/whatsapp/whatsapp.fake.js';
import { testSettings } from '../settings.js';

export const ADMIN_API_KEY = 'a-house-key-of-at-least-32-characters';
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** A clock that runs, and that the tests put forward. */
export const hand = { ahead: 0 };
class Hand extends Clock {
  now(): Date {
    return new Date(Date.now() + hand.ahead);
  }
}

/** The door to codes. */
export class CodesDoor extends QuietCodes {
  readonly moves: string[] = [];
  /** What comes of an issue; the code of the answers where it is `null`. */
  outcome: Issued | null = null;
  held: Holding[] = [];

  override async issue(request: IssueRequest): Promise<Issued> {
    return this.outcome ?? super.issue(request);
  }
  override async moveHolder(fromId: string, toId: string): Promise<void> {
    this.moves.push(`${fromId} ${toId}`);
  }
  override async settled(): Promise<Issued | null> {
    return this.outcome;
  }
  override async holdings(): Promise<Holding[]> {
    return this.held;
  }
}

/** The door to files: one picture for whichever message is asked for. */
export class FilesDoor extends MessageFiles {
  readonly opened: string[] = [];

  async open(messageId: string): Promise<MessageFile> {
    this.opened.push(messageId);
    const bytes = Buffer.from('a picture');
    return {
      id: messageId,
      mime: 'image/jpeg',
      size: bytes.length,
      sha256: 'ab12',
      filename: 'maison.jpg',
      showable: true,
      bytes: async () => Readable.from([bytes]),
    };
  }
}

@Global()
@Module({})
class WorldModule {
  static with(catalog: Catalog, assistant: Assistant): DynamicModule {
    return {
      module: WorldModule,
      providers: [
        { provide: Clock, useClass: Hand },
        { provide: WhatsApp, useClass: WhatsAppFake },
        { provide: MessageFiles, useClass: FilesDoor },
        { provide: Uic, useClass: CodesDoor },
        { provide: Catalog, useValue: catalog },
        { provide: Assistant, useValue: assistant },
      ],
      exports: [Clock, WhatsApp, MessageFiles, Uic, Catalog, Assistant],
    };
  }
}

/** The whole room, without the doors of the others. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      SessionRow,
      ConsentRow,
      NoteRow,
      OccurrenceRow,
      OrderRow,
      QuestionRow,
      DepartureRow,
    ]),
  ],
  controllers: [
    ConversationsController,
    DeskController,
    LiveController,
    NotesController,
    OrdersController,
    ThreadFilesController,
    ThreadsController,
  ],
  providers: [
    AnswerDelivery,
    AnsweringJob,
    Belongings,
    ConversationsService,
    Deeds,
    DepartureRepository,
    Departures,
    Desk,
    Dialogue,
    Erasure,
    Expiry,
    Export,
    Following,
    Granting,
    Handovers,
    Hands,
    PhoneTakeover,
    Live,
    NoteRepository,
    Notes,
    OccurrenceRepository,
    OrderDesk,
    OrderNews,
    OrderRepository,
    Orders,
    OrderTelling,
    Pulse,
    QuestionRepository,
    Questions,
    SessionRepository,
    Surroundings,
    Joining,
    ThreadBook,
    ThreadFiles,
    ThreadRepository,
    Threads,
    Settling,
    Turntable,
    UnshownProducts,
    Upkeep,
    UpkeepNews,
    Views,
    Watcher,
    { provide: Texts, useValue: readTexts() },
    { provide: Conversations, useClass: ConversationsDoor },
  ],
})
class RoomModule {}

const room = (world: DynamicModule, jobs: JobsMode, settings: Record<string, string>) => ({
  imports: [
    ConfigModule.register(
      testSettings({ ADMIN_API_KEY, UIC_SERVICE_NAME: 'Centre Espoir', RETENTION_DAYS: '90', ...settings }),
    ),
    VaultModule,
    world,
    MetricsModule,
    JobsModule.register(jobs),
    EventsModule,
    WebModule,
    AuthModule,
    RoomModule,
  ],
  poolSize: 6,
});

/** The room between fake doors, behind the real guards; nothing to sell, nobody to ask. */
export const guarded = room(
  WorldModule.with(new FakeCatalog(), Object.assign(new FakeAssistant(), { isUseful: false })),
  'none',
  { BOT_ENTRY_FLOW: 'menu' },
);

/** The room with a shop and an assistant, its jobs at work. */
export const selling = (catalog: FakeCatalog, assistant: FakeAssistant) =>
  room(WorldModule.with(catalog, assistant), 'all', { BOT_ENTRY_FLOW: 'menu' });
