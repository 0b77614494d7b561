import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { StorageModule } from '../platform/storage/storage.module.js';
import { KeyRotation } from '../platform/vault/key-rotation.js';
import { AttachmentRegistry } from './attachment-registry.js';
import { Arrivals } from './inbox/arrivals.js';
import { Witness } from './outbox/witness.js';
import { Applying } from './outbox/applying.js';
import { Attempting } from './outbox/attempting.js';
import { ChannelRegistry } from './channel-registry.js';
import { Delivering } from './outbox/delivering.js';
import { Crew } from './outbox/crew.js';
import { Endings } from './outbox/endings.js';
import { Holds } from './outbox/holds.js';
import { Failures } from './outbox/failures.js';
import { DirectoryRepository } from './contacts/directory.repository.js';
import { INBOUND_CONTROLLERS, INBOUND_ENTITIES, INBOUND_PROVIDERS } from './inbox/inbound-parts.js';
import { InboundSeat } from './inbox/inbound-seat.js';
import { InboxService } from './inbox/inbox.service.js';
import { NumbersModule } from './numbers/numbers.module.js';
import { MEDIA_CONTROLLERS, MEDIA_PROVIDERS } from './media/media-parts.js';
import { MediaRow } from './media/media.entity.js';
import { Outbox } from './outbox/outbox.js';
import { OutboxRow } from './outbox/outbox.entity.js';
import { ArchiveRepository } from './outbox/archive.repository.js';
import { OutboxRepository } from './outbox/outbox.repository.js';
import { QueuesController } from './messages/queues.controller.js';
import { Reports } from './outbox/reports.js';
import { ReportsJob } from './outbox/reports.job.js';
import { SendJob } from './outbox/send.job.js';
import { SettleJob } from './outbox/settle.job.js';
import { RotationRepository } from './messages/rotation.repository.js';
import { MessageFiles, WhatsApp } from './whatsapp.contract.js';
import { FiguresJob } from './figures/figures.job.js';
import { FiguresRepository } from './figures/figures.repository.js';
import { HourRow } from './figures/hour.entity.js';
import { WhatsAppFigures } from './whatsapp-figures.contract.js';
import { WhatsAppHealth } from './whatsapp.health.js';
import { Attachments, Channels, Inbound, Inbox, Senders } from './whatsapp.port.js';
import { WhatsAppService } from './whatsapp.service.js';
import { ConsentRepository } from './outbox/consent.repository.js';
import { Rechecking } from './outbox/rechecking.js';
import { Routes } from './outbox/routes.js';
import { ScheduleRow } from './outbox/schedule.entity.js';
import { ScheduleJob } from './outbox/schedule.job.js';
import { ScheduleRepository } from './outbox/schedule.repository.js';
import { Standing } from './outbox/standing.js';
import { StandingIn } from './outbox/standing-in.js';
import { TemplateCheck } from './outbox/template-check.js';
import { Cancelling } from './messages/cancelling.js';
import { PurposeRow } from './messages/purpose.entity.js';
import { PurposesController } from './messages/purposes.controller.js';
import { Purposes } from './messages/purposes.js';
import { PurposesRepository } from './messages/purposes.repository.js';
import { QuoteRepository } from './messages/quote.repository.js';
import { Reading } from './messages/reading.js';
import { Replays } from './messages/replays.js';
import { SubmitChecks } from './messages/submit-checks.js';
import { SubmitDesk } from './messages/submit-desk.js';
import { SubmitPosting } from './messages/submit-posting.js';
import { SubmitQuotes } from './messages/submit-quotes.js';
import { SubmitRecipients } from './messages/submit-recipient.js';
import { SubmitRequestRow } from './messages/submit-request.entity.js';
import { SubmitRequests } from './messages/submit-request.js';
import { SubmitRequestRepository } from './messages/submit-request.repository.js';
import { SubmitController } from './messages/submit.controller.js';
import { Submitting } from './messages/submitting.js';

@Module({
  imports: [
    NumbersModule,
    StorageModule,
    TypeOrmModule.forFeature([
      ...INBOUND_ENTITIES,
      OutboxRow,
      ScheduleRow,
      MediaRow,
      PurposeRow,
      SubmitRequestRow,
      HourRow,
    ]),
  ],
  controllers: [
    ...INBOUND_CONTROLLERS,
    QueuesController,
    ...MEDIA_CONTROLLERS,
    PurposesController,
    SubmitController,
  ],
  providers: [
    ...INBOUND_PROVIDERS,
    OutboxRepository,
    ArchiveRepository,
    Outbox,
    Arrivals,
    Applying,
    Attempting,
    Witness,
    Delivering,
    Crew,
    Holds,
    Endings,
    Failures,
    Reports,
    RotationRepository,
    WhatsAppHealth,
    SendJob,
    ReportsJob,
    SettleJob,
    ConsentRepository,
    Rechecking,
    Routes,
    ScheduleRepository,
    ScheduleJob,
    Standing,
    StandingIn,
    TemplateCheck,
    { provide: Senders, useExisting: SendJob },
    ...MEDIA_PROVIDERS,
    Cancelling,
    Purposes,
    PurposesRepository,
    QuoteRepository,
    Reading,
    Replays,
    SubmitChecks,
    SubmitDesk,
    SubmitPosting,
    SubmitQuotes,
    SubmitRecipients,
    SubmitRequests,
    SubmitRequestRepository,
    Submitting,
    ChannelRegistry,
    AttachmentRegistry,
    { provide: Channels, useExisting: ChannelRegistry },
    { provide: Attachments, useExisting: AttachmentRegistry },
    { provide: Inbound, useExisting: InboundSeat },
    { provide: Inbox, useClass: InboxService },
    FiguresJob,
    FiguresRepository,
    { provide: WhatsAppFigures, useExisting: FiguresRepository },
    { provide: WhatsApp, useClass: WhatsAppService },
  ],
  exports: [
    NumbersModule,
    WhatsApp,
    WhatsAppFigures,
    Channels,
    Attachments,
    Inbound,
    Inbox,
    Senders,
    MessageFiles,
  ],
})
export class WhatsAppModule {
  constructor(rotation: KeyRotation, contacts: DirectoryRepository, messages: RotationRepository) {
    rotation.add({ name: 'whatsapp_contact', rotate: () => contacts.rotate() });
    rotation.add({ name: 'whatsapp_inbox', rotate: () => messages.inbox() });
    rotation.add({ name: 'whatsapp_outbox', rotate: () => messages.outbox() });
  }
}
