import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Clock } from '../kernel/clock.js';
import { Settings } from '../platform/config/settings.js';
import { KeyRotation } from '../platform/vault/key-rotation.js';
import { Interview } from './answers/interview.js';
import { Issuing } from './issuing.service.js';
import { RotationRepository } from './rotation.repository.js';
import { Statistics } from './statistics/statistics.service.js';
import { TallyRow } from './statistics/tally.entity.js';
import { TallyRepository } from './statistics/tally.repository.js';
import { Tally } from './statistics/tally.service.js';
import { Uic } from './uic.contract.js';
import { UicController } from './uic.controller.js';
import { CodeRow, HolderRow } from './uic.entity.js';
import { UicRepository } from './uic.repository.js';
import { UicService } from './uic.service.js';

/** Codes: their rule, their issue, their card, their statistics. */
@Module({
  imports: [TypeOrmModule.forFeature([CodeRow, HolderRow, TallyRow])],
  controllers: [UicController],
  providers: [
    Issuing,
    RotationRepository,
    Statistics,
    Tally,
    TallyRepository,
    UicRepository,
    UicService,
    {
      provide: Interview,
      inject: [Settings, Clock],
      useFactory: (settings: Settings, clock: Clock) => Interview.of(settings, clock),
    },
    { provide: Uic, useExisting: UicService },
  ],
  exports: [Uic],
})
export class UicModule {
  constructor(rotation: KeyRotation, codes: RotationRepository) {
    rotation.add({ name: 'uic_code', rotate: () => codes.rotate() });
  }
}
