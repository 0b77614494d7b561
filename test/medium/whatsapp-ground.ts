import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Clock, SystemClock } from '../../src/kernel/clock.js';
import { AlertsModule } from '../../src/platform/alerts/alerts.module.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import type { Settings } from '../../src/platform/config/settings.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { JobsModule } from '../../src/platform/jobs/jobs.module.js';
import { TracingModule } from '../../src/platform/tracing/tracing.module.js';
import { MetricsModule } from '../../src/platform/metrics/metrics.module.js';
import { VaultModule } from '../../src/platform/vault/vault.module.js';
import { AuditTrail } from '../../src/platform/web/audit.js';
import { WebModule } from '../../src/platform/web/web.module.js';
import type {
  ContentFault,
  InboundContent,
  OutboundContent,
} from '../../src/whatsapp/whatsapp-content.contract.js';
import type { InboundMessage } from '../../src/whatsapp/whatsapp.contract.js';
import type { InboundUpdate, StatusUpdate } from '../../src/whatsapp/whatsapp-updates.contract.js';
import { WhatsApp } from '../../src/whatsapp/whatsapp.contract.js';
import {
  type AbsentFile,
  Channel,
  type IncomingFile,
  InboundHandler,
  type OutboundMessage,
  type SendResult,
} from '../../src/whatsapp/whatsapp.port.js';

/** A channel that keeps what it is given and answers as the test says. */
export class RecordingChannel extends Channel {
  readonly name = 'test';
  readonly can = { buttons: 3, listRows: 10, media: true, products: true };
  readonly sent: OutboundMessage[] = [];
  /** Answers to come, first first; afterwards everything is sent. */
  readonly answers: ((message: OutboundMessage) => SendResult | Promise<SendResult>)[] = [];

  constructor(readonly numbers: readonly string[] = ['1']) {
    super();
  }

  /** What was marked as read. */
  readonly read: { providerId: string; typing: boolean }[] = [];
  /** Files that the provider has, by id. */
  readonly files = new Map<string, { bytes: Buffer; mime?: string; sha256?: string }>();
  /** What the provider would refuse. */
  faults: ContentFault[] = [];

  faultsIn(_content: OutboundContent): ContentFault[] {
    return this.faults;
  }

  async markRead(_number: string, providerId: string, { typing }: { typing: boolean }): Promise<void> {
    this.read.push({ providerId, typing });
  }

  async fetchMedia(_number: string, mediaId: string): Promise<IncomingFile | AbsentFile> {
    const file = this.files.get(mediaId);
    if (file === undefined) return 'gone';
    const { bytes, mime, sha256 } = file;
    const stream = (async function* () {
      yield bytes;
    })();
    return { stream, size: bytes.length, ...(mime && { mime }), ...(sha256 && { sha256 }) };
  }

  async send(message: OutboundMessage): Promise<SendResult> {
    this.sent.push(message);
    const answer = this.answers.shift();
    return answer === undefined
      ? { outcome: 'sent', providerId: `out-${message.reference}` }
      : answer(message);
  }

  texts(): string[] {
    return this.sent.map(({ content }) => (content.kind === 'text' ? content.text : content.kind));
  }
}

/** Answers every text with itself; `poison` in it makes it throw. */
export class EchoHandler extends InboundHandler {
  readonly handled: string[] = [];

  constructor(private readonly whatsapp: WhatsApp) {
    super();
  }

  async handle(messages: readonly InboundMessage[]): Promise<void> {
    const texts = messages.map(textOf);
    if (texts.some((text) => text.includes('poison'))) throw new Error('this message cannot be handled');
    await this.whatsapp.send(
      messages.map(({ contactId, channel, number }, i) => ({
        contactId,
        channel,
        number,
        content: { kind: 'text', text: `echo ${texts[i]}` },
        sensitive: texts[i]?.includes('private') ?? false,
      })),
    );
    this.handled.push(...texts);
  }
}

const textOf = ({ content }: InboundMessage) => (content.kind === 'text' ? content.text : content.kind);

let serial = 0;

/** A text message of a person, with an id of its own. */
export function message(
  text: string,
  over: Partial<InboundUpdate> & { content?: InboundContent } = {},
): InboundUpdate {
  serial += 1;
  return {
    kind: 'message',
    channel: 'test',
    number: '1',
    providerId: `in-${serial}`,
    from: { waId: '243810000001', name: 'Ada' },
    at: new Date(),
    content: { kind: 'text', text },
    ...over,
  };
}

/** A delivery report about a message that a recording channel sent. */
export function report(
  about: OutboundMessage,
  state: StatusUpdate['state'],
  over: Partial<StatusUpdate> = {},
): StatusUpdate {
  return {
    kind: 'status',
    channel: 'test',
    number: '1',
    providerId: `out-${about.reference}`,
    state,
    at: new Date(),
    reference: about.reference,
    ...over,
  };
}

/** What the rooms under test stand on, besides the database. */
@Global()
@Module({})
export class PlatformForTests {
  static register(settings: Settings): DynamicModule {
    const audit = { provide: AuditTrail, useValue: { record: async () => undefined } };
    return {
      module: PlatformForTests,
      imports: [
        ConfigModule.register(settings),
        VaultModule,
        MetricsModule,
        TracingModule,
        JobsModule.register('all'),
        EventsModule,
        AlertsModule,
        WebModule,
      ],
      providers: [{ provide: Clock, useClass: SystemClock }, audit],
      exports: [Clock, AuditTrail],
    };
  }
}
