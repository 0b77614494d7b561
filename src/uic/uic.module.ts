import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Clock } from '../kernel/clock.js';
import { Settings } from '../platform/config/settings.js';
import { KeyRotation } from '../platform/vault/key-rotation.js';
import { Interview } from './answers/interview.js';
import { Arrivals } from './arrivals.service.js';
import { Codes } from './codes.service.js';
import { Comparison } from './duplicates/comparison.service.js';
import { DuplicatesController } from './duplicates/duplicates.controller.js';
import { PairRow } from './duplicates/pair.entity.js';
import { PairRepository } from './duplicates/pair.repository.js';
import { Pairing } from './duplicates/pairing.service.js';
import { Review } from './duplicates/review.service.js';
import { Verdicts } from './duplicates/verdicts.service.js';
import { Entering } from './entering.service.js';
import { ExportController } from './export/export.controller.js';
import { ExportRepository } from './export/export.repository.js';
import { CodeExport } from './export/export.service.js';
import { Changes } from './holders/changes.service.js';
import { HolderRepository } from './holders/holder.repository.js';
import { HoldersController } from './holders/holders.controller.js';
import { Holdings } from './holders/holdings.service.js';
import { Showing } from './holders/showing.service.js';
import { Issuing } from './issuing.service.js';
import { SchemeRow } from './questions/scheme.entity.js';
import { SchemeRepository } from './questions/scheme.repository.js';
import { Schemes } from './questions/schemes.js';
import { Registers } from './registers.js';
import { RotationRepository } from './rotation.repository.js';
import { SettlingJob } from './settling.job.js';
import { Settling } from './settling.service.js';
import { Calendar } from './statistics/calendar.service.js';
import { StatisticsController } from './statistics/statistics.controller.js';
import { Statistics } from './statistics/statistics.service.js';
import { StatisticsExport } from './statistics/statistics-export.service.js';
import { TallyRow } from './statistics/tally.entity.js';
import { TallyRepository } from './statistics/tally.repository.js';
import { Tally } from './statistics/tally.service.js';
import { Uic } from './uic.contract.js';
import { UicController } from './uic.controller.js';
import { CodeRow, HolderRow } from './uic.entity.js';
import { CodeRegisters } from './uic.port.js';
import { UicRepository } from './uic.repository.js';
import { UicService } from './uic.service.js';

/** Codes: their rule, their issue, their card, what becomes of them, their duplicates, their statistics. */
@Module({
  imports: [TypeOrmModule.forFeature([CodeRow, HolderRow, PairRow, SchemeRow, TallyRow])],
  controllers: [
    UicController,
    HoldersController,
    DuplicatesController,
    StatisticsController,
    ExportController,
  ],
  providers: [
    Arrivals,
    Changes,
    CodeExport,
    Calendar,
    Codes,
    Comparison,
    Entering,
    ExportRepository,
    HolderRepository,
    Holdings,
    Issuing,
    PairRepository,
    Pairing,
    Registers,
    Review,
    RotationRepository,
    SchemeRepository,
    Schemes,
    Settling,
    Showing,
    SettlingJob,
    Statistics,
    StatisticsExport,
    Tally,
    TallyRepository,
    UicRepository,
    UicService,
    Verdicts,
    {
      provide: Interview,
      inject: [Settings, Clock],
      useFactory: (settings: Settings, clock: Clock) => Interview.of(settings, clock),
    },
    { provide: Uic, useExisting: UicService },
    { provide: CodeRegisters, useExisting: Registers },
  ],
  exports: [CodeRegisters, Uic],
})
export class UicModule {
  constructor(rotation: KeyRotation, codes: RotationRepository) {
    rotation.add({ name: 'uic_code', rotate: () => codes.rotate() });
  }
}
