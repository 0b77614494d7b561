import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogModule } from '../catalog/catalog.module.js';
import { ModelAnswers } from './asking/model-answers.service.js';
import { Assistant } from './assistant.contract.js';
import { AssistantController } from './assistant.controller.js';
import { CallRetention } from './assistant.job.js';
import { Models } from './assistant.port.js';
import { AssistantService } from './assistant.service.js';
import { BuiltIn } from './built-in.service.js';
import { CallRow } from './calls/call.entity.js';
import { CallRepository } from './calls/call.repository.js';
import { CallLedger } from './calls/ledger.service.js';
import { Patience } from './calls/patience.service.js';
import { AssistantCheck } from './check.service.js';
import { ModelSeat } from './models.js';
import { UsageReport } from './usage.service.js';

/** Answers to free questions; a model sits down through `Models`. */
@Module({
  imports: [TypeOrmModule.forFeature([CallRow]), CatalogModule],
  controllers: [AssistantController],
  providers: [
    AssistantCheck,
    AssistantService,
    BuiltIn,
    CallLedger,
    CallRepository,
    CallRetention,
    ModelAnswers,
    ModelSeat,
    Patience,
    UsageReport,
    { provide: Assistant, useExisting: AssistantService },
    { provide: Models, useExisting: ModelSeat },
  ],
  exports: [Assistant, Models],
})
export class AssistantModule {}
