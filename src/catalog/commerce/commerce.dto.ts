import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../../platform/web/page.dto.js';
import { AsBoolean } from '../as-boolean.js';
import { BATCH_STATES, type BatchState, type CommerceBatchRow } from './commerce-batch.entity.js';
import {
  type CommerceExportRow,
  EXPORT_CAUSES,
  EXPORT_STATES,
  type ExportCause,
  type ExportState,
} from './commerce-export.entity.js';
import { type CommerceItemRow, GONE, ITEM_STATES, type ItemState } from './commerce-item.entity.js';

const ID = '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b';
const MOMENT = '2026-11-21T10:15:30.123Z';

/** How to export. */
export class ExportBody {
  @ApiPropertyOptional({
    default: false,
    description: 'Renvoie tout, aussi ce qui n’a pas changé et ce qui a été refusé.',
  })
  @IsOptional()
  @IsBoolean()
  force?: boolean;
}

export class ExportBegunDto {
  @ApiProperty({ example: ID, description: 'L’envoi, dans `lastExport` de la liste des catalogues.' })
  exportId: string;
}

export class CommerceItemsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ITEM_STATES })
  @IsOptional()
  @IsIn(ITEM_STATES)
  state?: ItemState;

  @ApiPropertyOptional({ example: true, description: '`true` : ceux qui ont reçu un avertissement.' })
  @IsOptional()
  @AsBoolean()
  @IsBoolean()
  warned?: boolean;
}

/** What a commerce catalogue knows of a product. */
export class CommerceItemDto {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ example: 'CHG-SOL-01' })
  sku: string;

  @ApiProperty({ enum: ITEM_STATES })
  state: ItemState;

  @ApiProperty({
    example: true,
    description: 'Les acheteurs le voient, peut-être sous une forme plus ancienne.',
  })
  listed: boolean;

  @ApiProperty({ example: false, description: 'Il a été envoyé pour disparaître.' })
  leaving: boolean;

  @ApiProperty({ type: [String], example: ['Il manque une image. (« image_link is missing »)'] })
  errors: string[];

  @ApiProperty({ type: [String], example: [] })
  warnings: string[];

  @ApiProperty({ example: ID, description: 'Le dernier lot où il était.' })
  batchId: string;

  @ApiProperty({ example: MOMENT })
  changedAt: Date;

  static of(row: CommerceItemRow): CommerceItemDto {
    const { id, sku, state, batchId, changedAt } = row;
    return {
      id,
      sku,
      state,
      batchId,
      changedAt,
      listed: row.hashAccepted !== null,
      leaving: row.hashSent === GONE,
      errors: wordsIn(row.errors),
      warnings: wordsIn(row.warnings),
    };
  }
}

export class CommerceBatchDto {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ enum: BATCH_STATES })
  state: BatchState;

  @ApiProperty({ example: 3000 })
  items: number;

  @ApiProperty({ example: 2998 })
  accepted: number;

  @ApiProperty({ example: 2 })
  refused: number;

  @ApiProperty({ example: MOMENT })
  sentAt: Date;

  @ApiProperty({ example: MOMENT, nullable: true, type: Date })
  polledAt: Date | null;

  @ApiProperty({ example: MOMENT, nullable: true, type: Date })
  finishedAt: Date | null;

  @ApiProperty({ example: null, nullable: true, type: String })
  error: string | null;

  static of({ catalogId: _catalog, handle: _handle, ...told }: CommerceBatchRow): CommerceBatchDto {
    return told;
  }
}

export class CommerceExportDto {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ enum: EXPORT_STATES })
  state: ExportState;

  @ApiProperty({ enum: EXPORT_CAUSES })
  cause: ExportCause;

  @ApiProperty({ example: 'key:0198c1a2' })
  actor: string;

  @ApiProperty({ example: false })
  forced: boolean;

  @ApiProperty({ example: MOMENT })
  startedAt: Date;

  @ApiProperty({ example: MOMENT, nullable: true, type: Date })
  finishedAt: Date | null;

  @ApiProperty({ example: 7000 })
  sent: number;

  @ApiProperty({ example: 6998 })
  accepted: number;

  @ApiProperty({ example: 2 })
  refused: number;

  @ApiProperty({ example: 12, description: 'Parmi les acceptés, ceux qui ont disparu.' })
  removed: number;

  @ApiProperty({ nullable: true, type: Object, example: null })
  error: { code: string; message: string } | null;

  static of(row: CommerceExportRow): CommerceExportDto {
    const { catalogId: _c, slot: _s, seenUntil: _u, failures: _f, errorCode, error, ...told } = row;
    const { host: _h, pid: _p, beats: _b, beatAt: _a, ...figures } = told;
    return { ...figures, error: errorCode === null ? null : { code: errorCode, message: error ?? '' } };
  }
}

export class CommerceCountsDto {
  @ApiProperty({ example: 0, description: 'Sur le point de partir.' })
  pending: number;

  @ApiProperty({ example: 0, description: 'Remis, sans réponse encore.' })
  sent: number;

  @ApiProperty({ example: 6998 })
  ok: number;

  @ApiProperty({ example: 2 })
  refused: number;

  @ApiProperty({ example: 5, description: 'Parmi tous, ceux qui ont reçu un avertissement.' })
  warned: number;
}

/** A commerce catalogue with which one of our numbers is connected. */
export class CommerceDto {
  @ApiProperty({ example: '700000000000001' })
  catalogId: string;

  @ApiProperty({ example: 'boutique', description: 'De quel genre de catalogue il s’agit.' })
  target: string;

  @ApiProperty({ type: CommerceCountsDto })
  counts: CommerceCountsDto;

  @ApiProperty({ type: CommerceExportDto, nullable: true })
  lastExport: CommerceExportDto | null;

  @ApiProperty({ type: [CommerceBatchDto], description: 'Les derniers lots, les plus récents d’abord.' })
  batches: CommerceBatchDto[];
}

export class CommerceListDto {
  @ApiProperty({ type: [CommerceDto] })
  items: CommerceDto[];

  @ApiProperty({ type: String, nullable: true, example: null })
  nextCursor: null;
}

function wordsIn(json: string | null): string[] {
  return json === null ? [] : (JSON.parse(json) as string[]);
}
