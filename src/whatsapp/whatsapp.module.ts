import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { KeyRotation } from '../platform/vault/key-rotation.js';
import { AttachmentRegistry } from './attachment-registry.js';
import { Attempting } from './outbox/attempting.js';
import { ChannelRegistry } from './channel-registry.js';
import { ContactRow } from './contacts/contact.entity.js';
import { ContactRepository } from './contacts/contact.repository.js';
import { Delivering } from './outbox/delivering.js';
import { DispatchJob } from './inbox/dispatch.job.js';
import { InboundSeat } from './inbox/inbound-seat.js';
import { InboxRow } from './inbox/inbox.entity.js';
import { InboxRepository } from './inbox/inbox.repository.js';
import { InboxService } from './inbox/inbox.service.js';
import { InboxStore } from './inbox/inbox-store.js';
import { Isolation } from './inbox/isolation.js';
import { Messages } from './messages/messages.js';
import { MessagesController } from './messages/messages.controller.js';
import { Outbox } from './outbox/outbox.js';
import { OutboxRow } from './outbox/outbox.entity.js';
import { ArchiveRepository } from './outbox/archive.repository.js';
import { OutboxRepository } from './outbox/outbox.repository.js';
import { QueuesController } from './messages/queues.controller.js';
import { Reports } from './outbox/reports.js';
import { ReportsJob } from './outbox/reports.job.js';
import { RetentionJob } from './messages/retention.job.js';
import { SendJob } from './outbox/send.job.js';
import { SettleJob } from './outbox/settle.job.js';
import { Turns } from './inbox/turns.js';
import { RotationRepository } from './messages/rotation.repository.js';
import { WhatsApp } from './whatsapp.contract.js';
import { WhatsAppHealth } from './whatsapp.health.js';
import { Attachments, Channels, Inbound, Inbox } from './whatsapp.port.js';
import { WhatsAppService } from './whatsapp.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([ContactRow, InboxRow, OutboxRow])],
  controllers: [MessagesController, QueuesController],
  providers: [
    ContactRepository,
    InboxRepository,
    OutboxRepository,
    ArchiveRepository,
    InboxStore,
    Turns,
    Isolation,
    Outbox,
    Attempting,
    Delivering,
    Reports,
    Messages,
    RotationRepository,
    WhatsAppHealth,
    DispatchJob,
    SendJob,
    ReportsJob,
    SettleJob,
    RetentionJob,
    ChannelRegistry,
    AttachmentRegistry,
    InboundSeat,
    { provide: Channels, useExisting: ChannelRegistry },
    { provide: Attachments, useExisting: AttachmentRegistry },
    { provide: Inbound, useExisting: InboundSeat },
    { provide: Inbox, useClass: InboxService },
    { provide: WhatsApp, useClass: WhatsAppService },
  ],
  exports: [WhatsApp, Channels, Attachments, Inbound, Inbox],
})
export class WhatsAppModule {
  constructor(rotation: KeyRotation, contacts: ContactRepository, messages: RotationRepository) {
    rotation.add({ name: 'whatsapp_contact', rotate: () => contacts.rotate() });
    rotation.add({ name: 'whatsapp_inbox', rotate: () => messages.inbox() });
    rotation.add({ name: 'whatsapp_outbox', rotate: () => messages.outbox() });
  }
}
