import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AssistantModule } from '../assistant/assistant.module.js';
import { CatalogModule } from '../catalog/catalog.module.js';
import { Settings } from '../platform/config/settings.js';
import { KeyRotation } from '../platform/vault/key-rotation.js';
import { UicModule } from '../uic/uic.module.js';
import { WhatsAppModule } from '../whatsapp/whatsapp.module.js';
import { Inbound } from '../whatsapp/whatsapp.port.js';
import { Conversations } from './conversations.contract.js';
import { ConversationsController } from './conversations.controller.js';
import { ConsentRow, SessionRow } from './conversations.entity.js';
import { ConversationsJob } from './conversations.job.js';
import { ConversationsService } from './conversations.service.js';
import { Deeds } from './deeds.service.js';
import { Belongings } from './belongings.service.js';
import { CardSource } from './card-source.js';
import { DepartureRow } from './departures/departure.entity.js';
import { DepartureRepository } from './departures/departure.repository.js';
import { DeparturesJob } from './departures/departures.job.js';
import { Departures } from './departures/departures.service.js';
import { Dialogue } from './dialogue.service.js';
import { Erasure } from './erasure.service.js';
import { Expiry } from './expiry.service.js';
import { Following } from './following.service.js';
import { Granting } from './granting.service.js';
import { OrderDesk } from './orders/order-desk.service.js';
import { OrderNews } from './orders/order-news.service.js';
import { OrdersJob } from './orders/orders.job.js';
import { OrderTelling } from './orders/order-telling.service.js';
import { OrdersController } from './orders/orders.controller.js';
import { OrderRow } from './orders/order.entity.js';
import { OrderRepository } from './orders/order.repository.js';
import { Orders } from './orders/orders.service.js';
import { AnswerDelivery } from './questions/answer-delivery.service.js';
import { AnsweringJob } from './questions/answering.job.js';
import { QuestionRow } from './questions/question.entity.js';
import { QuestionRepository } from './questions/question.repository.js';
import { Questions } from './questions/questions.service.js';
import { Addressing } from './reminders/addressing.service.js';
import { CardTemplate } from './reminders/card-template.service.js';
import { CardWords } from './reminders/card-words.service.js';
import { RemindersController } from './reminders/reminders.controller.js';
import { Reminders } from './reminders/reminders.service.js';
import { Sending } from './reminders/sending.service.js';
import { SessionRepository } from './session.repository.js';
import { ConversationsDoor } from './door.service.js';
import { Export } from './export.service.js';
import { DeskController } from './handover/desk.controller.js';
import { Desk } from './handover/desk.service.js';
import { Handovers } from './handover/handovers.service.js';
import { Hands } from './handover/hands.service.js';
import { PhoneTakeover } from './handover/phone-takeover.service.js';
import { OccurrenceRow } from './handover/occurrence.entity.js';
import { OccurrenceRepository } from './handover/occurrence.repository.js';
import { LiveController } from './live/live.controller.js';
import { Live } from './live/live.service.js';
import { Pulse } from './live/pulse.js';
import { Watcher } from './live/watcher.service.js';
import { Joining } from './threads/joining.service.js';
import { NoteRow } from './threads/note.entity.js';
import { NoteRepository } from './threads/note.repository.js';
import { NotesController } from './threads/notes.controller.js';
import { Notes } from './threads/notes.service.js';
import { ThreadBook } from './threads/thread-book.service.js';
import { ThreadFilesController } from './threads/thread-files.controller.js';
import { ThreadFiles } from './threads/thread-files.service.js';
import { ThreadRepository } from './threads/thread.repository.js';
import { ThreadsController } from './threads/threads.controller.js';
import { Threads } from './threads/threads.service.js';
import { Upkeep, UpkeepNews } from './threads/upkeep.service.js';
import { Views } from './threads/views.service.js';
import { Settling } from './settling.service.js';
import { Surroundings } from './surroundings.service.js';
import { Turntable } from './turntable.service.js';
import { UnshownProducts } from './unshown-products.service.js';
import { readTexts } from './texts/text-files.js';
import { Texts } from './texts/texts.js';

/** The dialogue with people. */
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
    WhatsAppModule,
    UicModule,
    CatalogModule,
    AssistantModule,
  ],
  controllers: [
    ConversationsController,
    DeskController,
    LiveController,
    NotesController,
    OrdersController,
    RemindersController,
    ThreadFilesController,
    ThreadsController,
  ],
  providers: [
    Addressing,
    CardSource,
    CardTemplate,
    CardWords,
    ConversationsJob,
    ConversationsService,
    Deeds,
    DepartureRepository,
    Departures,
    DeparturesJob,
    Desk,
    Dialogue,
    Erasure,
    Expiry,
    Export,
    Handovers,
    Hands,
    PhoneTakeover,
    Live,
    NoteRepository,
    Notes,
    OccurrenceRepository,
    Pulse,
    Joining,
    ThreadBook,
    ThreadFiles,
    ThreadRepository,
    Threads,
    Upkeep,
    UpkeepNews,
    Views,
    Watcher,
    Following,
    Granting,
    OrderRepository,
    OrderDesk,
    OrderNews,
    OrdersJob,
    Belongings,
    OrderTelling,
    Orders,
    QuestionRepository,
    Questions,
    Reminders,
    Sending,
    AnswerDelivery,
    AnsweringJob,
    Settling,
    Surroundings,
    Turntable,
    UnshownProducts,
    SessionRepository,
    {
      provide: Texts,
      inject: [Settings],
      useFactory: ({ conversations }: Settings) => readTexts(conversations.textsDir),
    },
    { provide: Conversations, useClass: ConversationsDoor },
  ],
  exports: [Conversations],
})
export class ConversationsModule implements OnModuleInit {
  constructor(
    private readonly inbound: Inbound,
    private readonly handler: ConversationsService,
    rotation: KeyRotation,
    sessions: SessionRepository,
    belongings: Belongings,
  ) {
    rotation.add({ name: 'conversation_session', rotate: () => sessions.rotate() });
    belongings.rotateWith(rotation);
  }

  onModuleInit(): void {
    this.inbound.use(this.handler);
  }
}
