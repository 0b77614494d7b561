import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Settings } from '../platform/config/settings.js';
import { Schedules } from '../platform/jobs/schedules.js';
import { BackupRepository } from './backup/backup.repository.js';
import { Backup } from './backup/backup.service.js';
import { CreationRow } from './backup/creation.entity.js';
import { CreationRepository } from './backup/creation.repository.js';
import { Creations } from './backup/creations.service.js';
import { Maker } from './backup/maker.service.js';
import { Recreation } from './backup/recreation.service.js';
import { Restoration } from './backup/restore.service.js';
import { HintsService } from './hints/hints.service.js';
import { Library } from './library.service.js';
import { Adoption } from './mirror/adoption.service.js';
import { HistoryController } from './mirror/history.controller.js';
import { HistoryRepository } from './mirror/history.repository.js';
import { History } from './mirror/history.service.js';
import { LinkRow } from './mirror/link.entity.js';
import { LinkRepository } from './mirror/link.repository.js';
import { LocalRow } from './mirror/local.entity.js';
import { MirrorRepository } from './mirror/mirror.repository.js';
import { TemplateRow } from './mirror/template.entity.js';
import { TemplatesRepository } from './mirror/templates.repository.js';
import { VersionRow } from './mirror/version.entity.js';
import { ReadyController } from './ready/ready.controller.js';
import { Ready } from './ready/ready.service.js';
import { ReportController } from './report/report.controller.js';
import { Reports } from './report/report.service.js';
import { Copying } from './runs/copying.service.js';
import { Following } from './runs/following.service.js';
import { Leases } from './runs/lease.service.js';
import { Outcomes } from './runs/outcomes.service.js';
import { RunRow } from './runs/run.entity.js';
import { RunRepository } from './runs/run.repository.js';
import { Running } from './runs/run.service.js';
import { TemplateRunsController } from './runs/runs.controller.js';
import { Runs } from './runs/runs.service.js';
import { FirstRuns } from './runs/first.job.js';
import { ScheduledRuns } from './runs/schedule.job.js';
import { World } from './runs/world.service.js';
import { SourceRegistry } from './sources.js';
import { TemplateSync } from './template-sync.contract.js';
import { TemplatesController } from './template-sync.controller.js';
import { TemplateHints, TemplateSources } from './template-sync.port.js';
import { TemplateSyncService } from './template-sync.service.js';
import { Ledger } from './writing/ledger.service.js';
import { takeMedia } from './writing/upload.js';
import { WritingController } from './writing/writing.controller.js';
import { Writing } from './writing/writing.service.js';

/** The approved templates: mirror, history, validation, rendering. */
@Module({
  imports: [TypeOrmModule.forFeature([TemplateRow, VersionRow, LocalRow, LinkRow, RunRow, CreationRow])],
  // Those with fixed words in their paths first: `:id` takes every word.
  controllers: [
    TemplateRunsController,
    ReportController,
    ReadyController,
    WritingController,
    TemplatesController,
    HistoryController,
  ],
  providers: [
    Adoption,
    Backup,
    BackupRepository,
    Copying,
    CreationRepository,
    Creations,
    FirstRuns,
    Following,
    HintsService,
    History,
    HistoryRepository,
    Leases,
    Ledger,
    Library,
    LinkRepository,
    Maker,
    MirrorRepository,
    Outcomes,
    Ready,
    Recreation,
    Reports,
    Restoration,
    RunRepository,
    Running,
    Runs,
    ScheduledRuns,
    SourceRegistry,
    TemplateSyncService,
    TemplatesRepository,
    World,
    Writing,
    { provide: TemplateSync, useExisting: TemplateSyncService },
    { provide: TemplateSources, useExisting: SourceRegistry },
    { provide: TemplateHints, useExisting: HintsService },
  ],
  exports: [TemplateSync, TemplateSources, TemplateHints],
})
export class TemplateSyncModule implements OnModuleInit {
  constructor(
    private readonly scheduled: ScheduledRuns,
    private readonly schedules: Schedules,
    private readonly settings: Settings,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    takeMedia(this.host);
    this.scheduled.define(this.schedules, this.settings);
  }
}
