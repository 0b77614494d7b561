import { Module } from '@nestjs/common';
import { ConversationsModule } from '../../conversations/conversations.module.js';
import { WhatsAppModule } from '../../whatsapp/whatsapp.module.js';
import { FiguresController } from './figures.controller.js';

/** How much is said, how quickly, and how well it arrives. */
@Module({ imports: [WhatsAppModule, ConversationsModule], controllers: [FiguresController] })
export class FiguresModule {}
