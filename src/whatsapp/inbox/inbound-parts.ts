import { ContactRepository } from '../contacts/contact.repository.js';
import { ContactRow } from '../contacts/contact.entity.js';
import { ContactsController } from '../contacts/contacts.controller.js';
import { Directory } from '../contacts/directory.js';
import { DirectoryRepository } from '../contacts/directory.repository.js';
import { Following } from '../contacts/following.js';
import { Forgetting } from '../contacts/forgetting.js';
import { GoneRow } from '../contacts/gone.entity.js';
import { JoinsRepository } from '../contacts/joins.repository.js';
import { ActivityReader } from '../messages/activity.js';
import { Echoes } from '../messages/echoes.js';
import { ExpiryJob } from '../messages/expiry.job.js';
import { AmendmentRepository } from '../messages/amendment.repository.js';
import { Amendments } from '../messages/amendments.js';
import { MessageLines } from '../messages/message-lines.js';
import { Messages } from '../messages/messages.js';
import { MessagesController } from '../messages/messages.controller.js';
import { Records } from '../messages/records.js';
import { RetentionRow } from '../messages/retention.entity.js';
import { RetentionJob } from '../messages/retention.job.js';
import { Retention } from '../messages/retention.js';
import { RetentionRepository } from '../messages/retention.repository.js';
import { SentRepository } from '../messages/sent.repository.js';
import { Speaking } from '../messages/speaking.js';
import { Stories } from '../messages/stories.js';
import { Consequences } from './consequences.js';
import { DispatchJob } from './dispatch.job.js';
import { Gathering } from './gathering.js';
import { InboundSeat } from './inbound-seat.js';
import { InboxController } from './inbox.controller.js';
import { InboxRow } from './inbox.entity.js';
import { InboxRepository } from './inbox.repository.js';
import { InboxStore } from './inbox-store.js';
import { Isolation } from './isolation.js';
import { NoticeRounds } from './notice-rounds.js';
import { NoticesJob } from './notices.job.js';
import { Notices } from './notices.js';
import { ReceivedRepository } from './received.repository.js';
import { Replaying } from './replaying.js';
import { Strikes } from './strikes.js';
import { Turns } from './turns.js';

/** What comes in, who it came from, and how both are shown: the parts of the room for the wiring. */
export const INBOUND_ENTITIES = [ContactRow, GoneRow, InboxRow, RetentionRow];

export const INBOUND_CONTROLLERS = [MessagesController, InboxController, ContactsController];

export const INBOUND_PROVIDERS = [
  ContactRepository,
  Directory,
  DirectoryRepository,
  Following,
  Forgetting,
  JoinsRepository,
  ActivityReader,
  Echoes,
  ExpiryJob,
  AmendmentRepository,
  Amendments,
  MessageLines,
  Messages,
  Records,
  RetentionJob,
  Retention,
  RetentionRepository,
  SentRepository,
  Speaking,
  Stories,
  Consequences,
  DispatchJob,
  Gathering,
  InboundSeat,
  InboxRepository,
  InboxStore,
  Isolation,
  NoticeRounds,
  NoticesJob,
  Notices,
  ReceivedRepository,
  Replaying,
  Strikes,
  Turns,
];
