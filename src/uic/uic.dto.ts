import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageQuery } from '../platform/web/page.dto.js';
import type { ListedCode } from './codes.service.js';
import { CODE_STATES, type CodeState } from './uic.entity.js';
import { characters } from './uic.repository.js';

const CODE = 'MBEIBR7DA1';
const MOMENT = '2026-01-31T08:00:00.000Z';
const STATES =
  '`ACTIVE` ; `NEEDS_REVIEW` : les mêmes caractères avaient déjà été donnés à un autre téléphone ; `SUPERSEDED` : la personne s’est corrigée ; `LINKED` : l’équipe l’a rattaché à un autre code de la même personne.';

/** Which codes are wanted. */
export class CodesQuery extends PageQuery {
  @ApiPropertyOptional({
    example: CODE,
    description:
      'Le code entier, celui de Relais ou celui du registre national ; espaces, tirets et minuscules sont pardonnés.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  code?: string;

  @ApiPropertyOptional({
    enum: CODE_STATES,
    example: 'NEEDS_REVIEW',
    description: STATES,
  })
  @IsOptional()
  @IsIn(CODE_STATES)
  state?: CodeState;
}

/** A code as staff see it: nothing in it tells to whom it was given. */
export class CodeDto {
  @ApiProperty({ example: '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b' })
  id: string;

  @ApiProperty({
    example: CODE,
    description: 'Le code qui compte : celui que la personne a reçu, ou recevra si `pendingUntil` est là.',
  })
  code: string;

  @ApiPropertyOptional({
    example: CODE,
    description: 'Celui de la formule, s’il ne compte pas parce que le registre national décide.',
  })
  localCode?: string;

  @ApiPropertyOptional({
    example: 'KN-000123',
    description: 'Celui du registre national, s’il en a donné un autre.',
  })
  remoteCode?: string;

  @ApiProperty({ example: 'lllfffyccg-v1', description: 'La formule du code.' })
  scheme: string;

  @ApiProperty({
    example: 'norm-v1 towns-v1',
    description: 'Versions des règles de lecture et de la table des villes.',
  })
  rules: string;

  @ApiProperty({ enum: CODE_STATES, example: 'ACTIVE', description: STATES })
  state: CodeState;

  @ApiPropertyOptional({
    example: '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b',
    description: 'Le code qui compte à sa place, s’il est `SUPERSEDED` ou `LINKED`.',
  })
  successorId?: string;

  @ApiPropertyOptional({
    example: MOMENT,
    description: 'Jusqu’à quand le registre national peut décider du code ; absent une fois le code connu.',
  })
  pendingUntil?: string;

  @ApiPropertyOptional({
    example: true,
    description: 'S’il est inscrit au registre national ; absent sans registre.',
  })
  registered?: boolean;

  @ApiProperty({ example: MOMENT })
  createdAt: string;

  @ApiProperty({ example: MOMENT })
  lastRequestedAt: string;

  @ApiProperty({ example: 1, description: 'Combien de fois la personne l’a obtenu.' })
  requestCount: number;

  static of({ code: row, isRegistered }: ListedCode): CodeDto {
    const { id, scheme, rules, state, requestCount, successorId, remoteCode, pendingUntil } = row;
    const code = characters(row);
    return Object.assign(new CodeDto(), {
      id,
      code,
      scheme,
      rules,
      state,
      requestCount,
      createdAt: row.createdAt.toISOString(),
      lastRequestedAt: row.lastRequestedAt.toISOString(),
      ...(row.code !== code && { localCode: row.code }),
      ...(remoteCode !== null && { remoteCode }),
      ...(successorId !== null && { successorId }),
      ...(pendingUntil !== null && { pendingUntil: pendingUntil.toISOString() }),
      ...(isRegistered !== null && { registered: isRegistered }),
    });
  }
}
