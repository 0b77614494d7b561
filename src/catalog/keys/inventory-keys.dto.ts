import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import type { ShownKey, Trial } from './key-viewing.service.js';

const ID = '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b';
const MOMENT = '2026-11-21T10:15:30.123Z';
const NO_SPACE = 'ne doit contenir ni espace ni retour à la ligne : copiez la clé seule, en une fois';
const VISIBLE = /^[\x21-\x7e]+$/;

class SecretDto {
  @ApiProperty({
    example: 'inv_9f2c…',
    writeOnly: true,
    description: 'La clé que l’inventaire a donnée. Elle n’est jamais montrée.',
  })
  @IsString()
  @MinLength(1)
  @MaxLength(4000)
  @Matches(VISIBLE, { message: NO_SPACE })
  secret: string;
}

export class CreateInventoryKeyDto extends SecretDto {
  @ApiProperty({ example: 'Entrepôt de Goma', maxLength: 100, description: 'À quoi reconnaître la clé.' })
  @IsString()
  @MinLength(2)
  @MaxLength(100)
  label: string;
}

export class ReplaceInventoryKeyDto extends SecretDto {
  @ApiPropertyOptional({ example: 'Entrepôt de Goma', maxLength: 100, description: 'Inchangé sans lui.' })
  @IsOptional()
  @IsString()
  @MinLength(2)
  @MaxLength(100)
  label?: string;
}

export class InventoryKeyDto {
  @ApiProperty({ example: ID, description: '`settings` : celle de INVENTORY_API_KEY.' })
  id: string;

  @ApiProperty({ example: 'Entrepôt de Goma' })
  label: string;

  @ApiProperty({ enum: ['active', 'revoked'], example: 'active' })
  state: string;

  @ApiProperty({ example: true, description: 'La prochaine question à l’inventaire est posée avec elle.' })
  inUse: boolean;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'xZ4k',
    description: 'Les quatre derniers caractères.',
  })
  ending: string | null;

  @ApiProperty({ type: String, nullable: true, example: MOMENT, description: 'Quand elle a été donnée.' })
  createdAt: string | null;

  @ApiProperty({
    example: ID,
    description: 'Qui l’a donnée : id d’une clé, d’un utilisateur, ou `settings`.',
  })
  createdBy: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: MOMENT,
    description: 'Quand l’inventaire l’a acceptée, à cinq minutes près.',
  })
  lastUsedAt: string | null;

  @ApiProperty({ type: String, nullable: true, example: null, description: 'Quand il l’a refusée.' })
  refusedAt: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'Refusée, elle n’est plus essayée d’ici là.',
  })
  pausedUntil: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  revokedAt: string | null;

  static of({ row, inUse }: ShownKey): InventoryKeyDto {
    const { id, label, state, ending, createdBy } = row;
    return Object.assign(new InventoryKeyDto(), {
      id,
      label,
      state: state.toLowerCase(),
      inUse,
      ending,
      createdAt: row.createdBy === row.id ? null : row.createdAt.toISOString(),
      createdBy,
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
      refusedAt: row.refusedAt?.toISOString() ?? null,
      pausedUntil: row.pausedUntil?.toISOString() ?? null,
      revokedAt: row.revokedAt?.toISOString() ?? null,
    });
  }
}

export class InventoryKeyListDto {
  @ApiProperty({ type: [InventoryKeyDto] })
  items: InventoryKeyDto[];

  @ApiProperty({ type: String, nullable: true, example: null })
  nextCursor: string | null;
}

export class KeyTrialDto {
  @ApiProperty({ example: true })
  ok: boolean;

  @ApiProperty({ example: 'L’inventaire répond et la clé est acceptée.' })
  words: string;

  @ApiProperty({ type: String, nullable: true, example: null, description: 'Ce qu’il y a à faire.' })
  advice: string | null;

  static of({ ok, words, advice }: Trial): KeyTrialDto {
    return Object.assign(new KeyTrialDto(), { ok, words, advice: advice ?? null });
  }
}
