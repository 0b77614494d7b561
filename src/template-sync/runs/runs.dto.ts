import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageQuery } from '../../platform/web/page.dto.js';
import { AsBoolean } from '../template-sync.dto.js';
import { statisticsOf, type RunReport } from './run.js';
import {
  RUN_CAUSES,
  RUN_KINDS,
  RUN_PHASES,
  RUN_STATES,
  type RunCause,
  type RunKind,
  type RunPhase,
  type RunState,
} from './run.entity.js';

const ID = '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b';
const ACCOUNT = '102290129340398';
const MOMENT = '2026-11-21T10:15:30.123Z';
const CODE = 'template-sync.source-token';

/** How to synchronise. */
export class TemplateSyncBody {
  @ApiPropertyOptional({ example: ACCOUNT, description: 'Un seul compte ; sinon tous.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  accountId?: string;

  @ApiPropertyOptional({ default: false, description: 'Réécrit aussi les modèles inchangés.' })
  @IsOptional()
  @IsBoolean()
  force?: boolean;

  @ApiPropertyOptional({ default: false, description: 'Marque inactifs les modèles disparus de la source.' })
  @IsOptional()
  @IsBoolean()
  disable?: boolean;

  @ApiPropertyOptional({
    default: false,
    description: 'Lie les modèles à tous les utilisateurs, pas aux seuls administrateurs.',
  })
  @IsOptional()
  @IsBoolean()
  allUsers?: boolean;

  @ApiPropertyOptional({
    default: false,
    description: 'N’écrit rien ; les nombres disent ce qui serait fait.',
  })
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;

  @ApiPropertyOptional({ default: false, description: 'Seulement ce qui a changé depuis la dernière fois.' })
  @IsOptional()
  @IsBoolean()
  incremental?: boolean;

  @ApiPropertyOptional({
    default: false,
    description: 'Croit une liste qui a perdu plus de la moitié des modèles connus.',
  })
  @IsOptional()
  @IsBoolean()
  allowShrink?: boolean;
}

export class SyncQuery {
  @ApiPropertyOptional({ default: false, description: '`true` : répond à la fin, avec les nombres.' })
  @IsOptional()
  @AsBoolean()
  @IsBoolean()
  wait?: boolean;
}

export class TemplateRunsQuery extends PageQuery {
  @ApiPropertyOptional({ example: ACCOUNT })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  accountId?: string;
}

/** A run that was begun. */
export class BegunDto {
  @ApiProperty({ example: ID, description: 'À suivre par `GET /api/templates/runs/{id}`.' })
  runId: string;
}

class RemarkDto {
  @ApiProperty({ example: 'commande_prete' })
  name: string;

  @ApiProperty({ example: 'fr' })
  language: string;

  @ApiProperty({ example: 'Les composants ne sont pas une liste.' })
  reason: string;
}

/** What a synchronisation did. */
export class TemplateSyncStatisticsDto extends BegunDto {
  @ApiProperty({ example: 120, description: 'Modèles différents dans la liste.' })
  total: number;

  @ApiProperty({ example: 2 })
  added: number;

  @ApiProperty({ example: 1 })
  updated: number;

  @ApiProperty({ example: 117 })
  unchanged: number;

  @ApiProperty({ example: 0 })
  failed: number;

  @ApiProperty({ example: 0, description: 'Marqués inactifs.' })
  disabled: number;

  @ApiProperty({ example: 2, description: 'Liens créés vers des utilisateurs.' })
  linked: number;

  @ApiProperty({ example: 2 })
  apiCalls: number;

  @ApiProperty({ example: 840 })
  durationMs: number;

  @ApiProperty({ type: [RemarkDto] })
  failures: RemarkDto[];
}

class RunErrorDto {
  @ApiProperty({ example: ACCOUNT })
  accountId: string;

  @ApiProperty({ example: CODE })
  code: string;

  @ApiProperty({ example: 'WhatsApp refuse le jeton : il a expiré.' })
  message: string;
}

/** A run: how far it is, or what it did. */
export class RunDto extends TemplateSyncStatisticsDto {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ enum: RUN_STATES, example: 'DONE' })
  state: RunState;

  @ApiProperty({ enum: RUN_PHASES, example: 'over' })
  phase: RunPhase;

  @ApiProperty({ enum: RUN_KINDS, example: 'FULL' })
  kind: RunKind;

  @ApiProperty({ enum: RUN_CAUSES, example: 'schedule' })
  cause: RunCause;

  @ApiProperty({ example: 'system:relais', description: 'Qui l’a demandée.' })
  actor: string;

  @ApiProperty({ example: false })
  dryRun: boolean;

  @ApiProperty({ type: [String], example: [ACCOUNT] })
  accounts: string[];

  @ApiProperty({ example: MOMENT })
  startedAt: string;

  @ApiProperty({ type: String, nullable: true, example: MOMENT })
  finishedAt: string | null;

  @ApiProperty({ example: 118, description: 'Modèles connus au début : la mesure de l’avancement.' })
  known: number;

  @ApiProperty({ type: [RemarkDto], description: 'Remarques qui ne sont pas des échecs.' })
  notes: RemarkDto[];

  @ApiProperty({ type: [RunErrorDto], description: 'Pourquoi elle a échoué, par compte.' })
  errors: RunErrorDto[];

  static of(report: RunReport): RunDto {
    const { runId, startedAt, finishedAt } = report;
    return Object.assign(new RunDto(), {
      id: runId,
      ...report,
      startedAt: startedAt.toISOString(),
      finishedAt: finishedAt?.toISOString() ?? null,
    });
  }

  static statistics(report: RunReport): TemplateSyncStatisticsDto {
    return statisticsOf(report);
  }
}
