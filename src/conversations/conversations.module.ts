import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
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
import { CardSource } from './card-source.js';
import { Dialogue } from './dialogue.service.js';
import { Erasure } from './erasure.service.js';
import { Expiry } from './expiry.service.js';
import { SessionRepository } from './session.repository.js';
import { readTexts } from './texts/text-files.js';
import { Texts } from './texts/texts.js';

/** The dialogue with people. */
@Module({
  imports: [TypeOrmModule.forFeature([SessionRow, ConsentRow]), WhatsAppModule, UicModule],
  controllers: [ConversationsController],
  providers: [
    CardSource,
    ConversationsJob,
    ConversationsService,
    Deeds,
    Dialogue,
    Expiry,
    SessionRepository,
    {
      provide: Texts,
      inject: [Settings],
      useFactory: ({ conversations }: Settings) => readTexts(conversations.textsDir),
    },
    { provide: Conversations, useClass: Erasure },
  ],
  exports: [Conversations],
})
export class ConversationsModule implements OnModuleInit {
  constructor(
    private readonly inbound: Inbound,
    private readonly handler: ConversationsService,
    rotation: KeyRotation,
    sessions: SessionRepository,
  ) {
    rotation.add({ name: 'conversation_session', rotate: () => sessions.rotate() });
  }

  onModuleInit(): void {
    this.inbound.use(this.handler);
  }
}
