import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { PageQuery } from '../platform/web/page.dto.js';
import type { AuditLineRow } from './audit/audit-line.entity.js';
import type { KeyRow } from './keys/key.entity.js';
import { type Role, ROLES } from './roles.js';

const ID = '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b';
const MOMENT = '2026-01-31T08:00:00.000Z';

export class CreateKeyDto {
  @ApiProperty({ example: 'Tableau de bord de Kinshasa', maxLength: 100, description: 'À quoi sert la clé.' })
  @IsString()
  @MinLength(2)
  @MaxLength(100)
  name: string;

  @ApiProperty({ enum: ROLES, example: 'viewer' })
  @IsIn(ROLES)
  role: Role;
}

export class KeyDto {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ example: 'Tableau de bord de Kinshasa' })
  name: string;

  @ApiProperty({ enum: ROLES, example: 'viewer' })
  role: Role;

  @ApiProperty({ example: 'rk_Vq3c8X', description: 'Le début de la clé, pour la reconnaître.' })
  prefix: string;

  @ApiProperty({ example: MOMENT })
  createdAt: string;

  @ApiProperty({ example: ID, description: 'Qui l’a créée : id d’une clé, `ADMIN_API_KEY` ou `relais`.' })
  createdBy: string;

  @ApiProperty({ type: String, nullable: true, example: MOMENT, description: 'À une minute près.' })
  lastUsedAt: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  revokedAt: string | null;

  static of(row: KeyRow): KeyDto {
    const { id, name, role, prefix, createdBy } = row;
    return Object.assign(new KeyDto(), {
      id,
      name,
      role,
      prefix,
      createdAt: row.createdAt.toISOString(),
      createdBy,
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
      revokedAt: row.revokedAt?.toISOString() ?? null,
    });
  }
}

export class NewKeyDto extends KeyDto {
  @ApiProperty({
    example: 'rk_Vq3c8XKq0v5W1mZ9tYb2LdPsR7uN4aEeHhJjGgFfCcQ',
    description: 'La clé entière : elle n’est montrée qu’ici, une seule fois.',
  })
  key: string;
}

export class AuditQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'auth.key-revoked' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  action?: string;

  @ApiPropertyOptional({ example: `key:${ID}` })
  @IsOptional()
  @IsString()
  @MaxLength(120)
  subject?: string;

  @ApiPropertyOptional({ example: 'ADMIN_API_KEY', description: 'Qui l’a fait.' })
  @IsOptional()
  @IsString()
  @MaxLength(80)
  actor?: string;
}

export class AuditLineDto {
  @ApiProperty({ example: 42, description: 'Numéro de la ligne, sans trou.' })
  seq: number;

  @ApiProperty({ example: MOMENT })
  at: string;

  @ApiProperty({ enum: ['key', 'command', 'system'], example: 'key' })
  actorKind: string;

  @ApiProperty({ example: ID })
  actor: string;

  @ApiProperty({ example: 'auth.key-revoked' })
  action: string;

  @ApiProperty({ type: String, nullable: true, example: `key:${ID}` })
  subject: string | null;

  @ApiProperty({ type: Object, nullable: true, additionalProperties: true, example: { role: 'viewer' } })
  detail: unknown;

  @ApiProperty({ enum: ['done', 'refused', 'failed'], example: 'done' })
  outcome: string;

  @ApiProperty({ type: String, nullable: true, example: ID })
  requestId: string | null;

  static of(row: AuditLineRow): AuditLineDto {
    const { seq, actorKind, actorId, action, subject, outcome, requestId } = row;
    return Object.assign(new AuditLineDto(), {
      seq,
      at: row.recordedAt.toISOString(),
      actorKind,
      actor: actorId,
      action,
      subject,
      detail: row.detail === null ? null : JSON.parse(row.detail),
      outcome,
      requestId,
    });
  }
}

export class InspectionDto {
  @ApiProperty({ example: true, description: 'Vrai quand aucune ligne n’a été changée ni enlevée.' })
  intact: boolean;

  @ApiProperty({ example: 42 })
  lines: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    example: null,
    description: 'La première ligne qui manque ou diffère.',
  })
  brokenAt: number | null;
}
