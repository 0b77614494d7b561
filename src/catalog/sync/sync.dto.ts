import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../../platform/web/page.dto.js';
import { type Kind, KINDS } from '../catalog.port.js';
import type { FaultRow } from './fault.entity.js';
import type { HistoryField, HistoryRow } from './history.entity.js';
import { RUN_CAUSES, RUN_STATES, type RunCause, type RunRow, type RunState } from './run.entity.js';

const ID = '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b';
const MOMENT = '2026-11-21T10:15:30.123Z';

/** How to copy. */
export class CatalogSyncBody {
  @ApiPropertyOptional({
    default: false,
    description: 'Copie maintenant, relit aussi ce qui se dit inchangé, et accepte que beaucoup disparaisse.',
  })
  @IsOptional()
  @IsBoolean()
  force?: boolean;
}

export class SyncBegunDto {
  @ApiProperty({ example: ID, description: 'La copie à suivre.' })
  runId: string;
}

export class CatalogRunsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: KINDS })
  @IsOptional()
  @IsIn(KINDS)
  kind?: Kind;
}

/** One copy, going on or over. */
export class SyncRunDto {
  @ApiProperty({ example: ID })
  runId: string;

  @ApiProperty({ enum: KINDS })
  kind: Kind;

  @ApiProperty({ enum: RUN_STATES })
  state: RunState;

  @ApiProperty({ enum: RUN_CAUSES, description: 'Ce qui l’a demandée.' })
  cause: RunCause;

  @ApiProperty({ example: 'system:catalog' })
  actor: string;

  @ApiProperty({
    example: true,
    description:
      'Si elle lit toute la liste, et non seulement ce qui a changé. Si elle est arrivée au bout, `state` le dit.',
  })
  complete: boolean;

  @ApiProperty({ example: ID, description: 'La copie dont celle-ci continue la lecture ; elle-même sinon.' })
  rootId: string;

  @ApiProperty({ example: MOMENT })
  startedAt: Date;

  @ApiProperty({ example: MOMENT, nullable: true, type: Date })
  finishedAt: Date | null;

  @ApiProperty({ example: 60 })
  pages: number;

  @ApiProperty({
    example: 6000,
    nullable: true,
    type: Number,
    description: 'Combien l’inventaire en annonce.',
  })
  expected: number | null;

  @ApiProperty({ example: 6000 })
  total: number;

  @ApiProperty({ example: 12 })
  added: number;

  @ApiProperty({ example: 30 })
  updated: number;

  @ApiProperty({ example: 5957 })
  unchanged: number;

  @ApiProperty({ example: 1 })
  failed: number;

  @ApiProperty({ example: 4, description: 'Sortis de la vente : ils ne sont plus dans l’inventaire.' })
  disabled: number;

  @ApiProperty({ example: 61 })
  apiCalls: number;

  @ApiProperty({ example: 5200, description: 'Temps passé à attendre l’inventaire, en millisecondes.' })
  apiMs: number;

  @ApiProperty({ example: 900, description: 'Temps passé à attendre la base.' })
  databaseMs: number;

  @ApiProperty({ example: 6300 })
  durationMs: number;

  @ApiProperty({
    nullable: true,
    type: Object,
    example: null,
    description: 'Pourquoi elle n’est pas allée au bout.',
  })
  error: { code: string; message: string } | null;

  static of(row: RunRow): SyncRunDto {
    const { id: runId, slot: _slot, host: _host, pid: _pid, beats: _beats, beatAt: _beatAt, ...told } = row;
    const { forced: _forced, isStopped: _stopped, position: _position, errorCode, error, ...figures } = told;
    return {
      ...figures,
      runId,
      error: errorCode === null ? null : { code: errorCode, message: error ?? '' },
    };
  }
}

export class SyncFaultDto {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ example: '4711', nullable: true, type: String })
  remoteId: string | null;

  @ApiProperty({ example: 'Savon', nullable: true, type: String })
  name: string | null;

  @ApiProperty({ example: 'price : doit être un nombre positif' })
  reason: string;

  static of({ id, remoteId, name, reason }: FaultRow): SyncFaultDto {
    return { id, remoteId, name, reason };
  }
}

export class HistoryDto {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ enum: ['price', 'stock', 'active'] })
  field: HistoryField;

  @ApiProperty({ example: '12.50 USD', nullable: true, type: String })
  from: string | null;

  @ApiProperty({ example: '11.90 USD', nullable: true, type: String })
  to: string | null;

  @ApiProperty({ example: MOMENT })
  changedAt: Date;

  static of({ id, field, oldValue: from, newValue: to, changedAt }: HistoryRow): HistoryDto {
    return { id, field, from, to, changedAt };
  }
}

export class KindStatusDto {
  @ApiProperty({ example: 6000 })
  count: number;

  @ApiProperty({ example: 5900 })
  active: number;

  @ApiProperty({ example: false })
  running: boolean;

  @ApiProperty({ example: MOMENT, nullable: true, type: Date })
  lastRunAt: Date | null;

  @ApiProperty({ example: MOMENT, nullable: true, type: Date })
  lastSuccessAt: Date | null;

  @ApiProperty({ example: MOMENT, nullable: true, type: Date })
  nextDueAt: Date | null;

  @ApiProperty({ nullable: true, type: String, example: null })
  lastError: string | null;
}

export class CatalogStatusDto {
  @ApiProperty({ type: KindStatusDto })
  products: KindStatusDto;

  @ApiProperty({ type: KindStatusDto })
  categories: KindStatusDto;
}
