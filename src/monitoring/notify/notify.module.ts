import { Module } from '@nestjs/common';
import { Notifying } from './notifying.service.js';

/** The team hears of what it must know. */
@Module({ providers: [Notifying] })
export class NotifyModule {}
