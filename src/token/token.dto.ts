import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import type { TokenStatus } from './token.contract.js';

const ACCOUNT = '102290129340398';
const MOMENT = '2026-11-21T10:15:30.123Z';
const NO_SPACE = 'ne doit contenir ni espace ni retour à la ligne : copiez la valeur seule, en une fois';
const VISIBLE = /^[\x21-\x7e]+$/;

export class AccountQuery {
  @ApiPropertyOptional({ example: ACCOUNT, description: 'Le compte ; sinon le premier qui est configuré.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  accountId?: string;
}

export class StatusQuery extends AccountQuery {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    example: 'true',
    description: 'Interroger l’émetteur maintenant au lieu de montrer le dernier contrôle.',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  check?: 'true' | 'false';
}

export class UpdateTokenBody extends AccountQuery {
  @ApiProperty({
    example: 'EAAGm0PX4ZCpsBA…',
    writeOnly: true,
    description: 'Le nouveau jeton. Il n’est jamais montré.',
  })
  @IsString()
  @MinLength(1)
  @MaxLength(4000)
  @Matches(VISIBLE, { message: NO_SPACE })
  accessToken: string;

  @ApiPropertyOptional({
    example: 'd6c4deea04dad311877a7fc71b2040fa',
    writeOnly: true,
    description: 'Le secret de l’application, seulement s’il change aussi.',
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(400)
  @Matches(VISIBLE, { message: NO_SPACE })
  appSecret?: string;
}

export class TokenStatusDto {
  @ApiProperty({ example: ACCOUNT })
  accountId: string;

  @ApiProperty({ enum: ['valid', 'expiring', 'expired', 'invalid', 'unknown'], example: 'valid' })
  state: string;

  @ApiProperty({ enum: ['never-expiring', '60-day', 'user', 'unknown'], example: '60-day' })
  kind: string;

  @ApiProperty({
    enum: ['normal', 'fallback'],
    example: 'normal',
    description: '`fallback` : aucun jeton ne fonctionne, les messages attendent.',
  })
  mode: string;

  @ApiProperty({ type: String, nullable: true, example: '2027-01-20T10:15:30.000Z' })
  expiresAt: string | null;

  @ApiProperty({ type: Number, nullable: true, example: 60, description: 'Jours entiers qui restent.' })
  daysLeft: number | null;

  @ApiProperty({ type: [String], example: [], description: 'Droits nécessaires qui manquent au jeton.' })
  missingScopes: string[];

  @ApiProperty({ type: String, nullable: true, example: MOMENT })
  lastCheckAt: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  lastRenewalAt: string | null;

  @ApiProperty({ type: String, nullable: true, example: '2027-01-08T10:15:30.000Z' })
  nextRenewalAt: string | null;

  @ApiProperty({ example: 0, description: 'Messages qui attendent de partir des numéros de ce compte.' })
  queuedMessages: number;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'xZ4k',
    description: 'Les quatre derniers caractères.',
  })
  ending: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'Ce qui ne va pas et ce qu’une personne doit faire ; `null` quand tout va bien.',
  })
  advice: string | null;

  static of({
    expiresAt,
    lastCheckAt,
    lastRenewalAt,
    nextRenewalAt,
    ...status
  }: TokenStatus): TokenStatusDto {
    return Object.assign(new TokenStatusDto(), {
      ...status,
      expiresAt: expiresAt?.toISOString() ?? null,
      lastCheckAt: lastCheckAt?.toISOString() ?? null,
      lastRenewalAt: lastRenewalAt?.toISOString() ?? null,
      nextRenewalAt: nextRenewalAt?.toISOString() ?? null,
    });
  }
}
