import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import type { Explained, Version } from './history.service.js';
import { VERSION_CAUSES, type VersionCause, type VersionRow } from './version.entity.js';

const MOMENT = '2026-11-21T10:15:30.123Z';
const VERSION = /^(?:[1-9]\d{0,8}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;
const ACTOR = 'key:0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b';

/** Which two versions to compare. */
export class DiffQuery {
  @ApiPropertyOptional({
    example: 1,
    description: 'Numéro ou identifiant d’une version ; sinon celle d’avant `to`.',
  })
  @IsOptional()
  @Matches(VERSION)
  from?: string;

  @ApiPropertyOptional({
    example: 2,
    description: 'Numéro ou identifiant d’une version ; sinon la dernière.',
  })
  @IsOptional()
  @Matches(VERSION)
  to?: string;
}

class VersionHead {
  @ApiProperty({ example: '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b' })
  id: string;

  @ApiProperty({ example: 2, description: 'Numéro de la version.' })
  revision: number;

  @ApiProperty({ enum: VERSION_CAUSES, example: 'webhook' })
  cause: VersionCause;

  @ApiProperty({ example: ACTOR, description: 'Qui l’a causée.' })
  actor: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'La synchronisation qui l’a écrite.',
  })
  runId: string | null;

  @ApiProperty({ example: MOMENT })
  createdAt: string;
}

/** A template as it was after a change. */
export class VersionDto extends VersionHead {
  @ApiProperty({
    type: [String],
    example: ['status'],
    description: 'Les champs changés depuis la version d’avant.',
  })
  changed: string[];

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { name: 'commande_prete', status: 'PAUSED' },
  })
  snapshot: object;

  static of({ row, snapshot, changed }: Version): VersionDto {
    return Object.assign(new VersionDto(), headOf(row), { changed, snapshot });
  }
}

class ChangeDto {
  @ApiProperty({ example: 'components.BODY.text' })
  field: string;

  @ApiProperty({ example: 'Bonjour {{1}}', nullable: true, type: Object })
  from: unknown;

  @ApiProperty({ example: 'Bonsoir {{1}}', nullable: true, type: Object })
  to: unknown;

  @ApiProperty({ example: 2, description: 'La version qui a changé ce champ en dernier.' })
  revision: number;

  @ApiProperty({ enum: VERSION_CAUSES, example: 'sync' })
  cause: VersionCause;

  @ApiProperty({ example: ACTOR })
  actor: string;

  @ApiProperty({ example: MOMENT })
  at: string;
}

/** Two versions and every field in which they differ. */
export class DiffDto {
  @ApiProperty({ type: VersionHead })
  from: VersionHead;

  @ApiProperty({ type: VersionHead })
  to: VersionHead;

  @ApiProperty({ type: [ChangeDto] })
  changes: ChangeDto[];

  static of(found: { from: VersionRow; to: VersionRow; changes: Explained[] }): DiffDto {
    return {
      from: headOf(found.from),
      to: headOf(found.to),
      changes: found.changes.map((change) => ({ ...change, at: change.at.toISOString() })),
    };
  }
}

function headOf({ id, revision, cause, actor, runId, createdAt }: VersionRow): VersionHead {
  return { id, revision, cause, actor, runId, createdAt: createdAt.toISOString() };
}
