import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageQuery } from '../platform/web/page.dto.js';
import { CODE_STATES, type CodeRow, type CodeState } from './uic.entity.js';

const CODE = 'MBEIBR7DA1';
const DAY = '2026-01-31';
const MOMENT = '2026-01-31T08:00:00.000Z';

/** Which codes are wanted. */
export class CodesQuery extends PageQuery {
  @ApiPropertyOptional({
    example: CODE,
    description: 'Le code entier ; espaces, tirets et minuscules sont pardonnés.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  code?: string;

  @ApiPropertyOptional({
    enum: CODE_STATES,
    example: 'NEEDS_REVIEW',
    description: '`NEEDS_REVIEW` : les mêmes dix caractères avaient déjà été donnés à un autre téléphone.',
  })
  @IsOptional()
  @IsIn(CODE_STATES)
  state?: CodeState;
}

/** A code as staff see it: nothing in it tells to whom it was given. */
export class CodeDto {
  @ApiProperty({ example: '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b' })
  id: string;

  @ApiProperty({ example: CODE })
  code: string;

  @ApiProperty({ example: 'lllfffyccg-v1', description: 'La formule du code.' })
  scheme: string;

  @ApiProperty({
    example: 'norm-v1 towns-v1',
    description: 'Versions des règles de lecture et de la table des villes.',
  })
  rules: string;

  @ApiProperty({ enum: CODE_STATES, example: 'ACTIVE' })
  state: CodeState;

  @ApiProperty({ example: MOMENT })
  createdAt: string;

  @ApiProperty({ example: MOMENT })
  lastRequestedAt: string;

  @ApiProperty({ example: 1, description: 'Combien de fois la personne l’a obtenu.' })
  requestCount: number;

  static of(row: CodeRow): CodeDto {
    const { id, code, scheme, rules, state, requestCount } = row;
    return Object.assign(new CodeDto(), {
      id,
      code,
      scheme,
      rules,
      state,
      requestCount,
      createdAt: row.createdAt.toISOString(),
      lastRequestedAt: row.lastRequestedAt.toISOString(),
    });
  }
}

/** Which days the statistics are about. */
export class StatisticsQuery {
  @ApiPropertyOptional({
    example: '2026-01-01',
    description: 'Premier jour (UTC) ; sinon 30 jours au total.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  from?: string;

  @ApiPropertyOptional({ example: DAY, description: 'Dernier jour (UTC) ; sinon aujourd’hui.' })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  to?: string;
}

class CountsDto {
  @ApiProperty({ example: 41, description: 'Codes nouveaux.' })
  issued: number;

  @ApiProperty({ example: 7, description: 'Codes redemandés par le même téléphone.' })
  repeated: number;

  @ApiProperty({ example: 1, description: 'Parmi les nouveaux, ceux que quelqu’un d’autre avait déjà.' })
  possibleDuplicates: number;

  @ApiProperty({ example: 0, description: 'Demandes refusées : trop de codes différents en 24 heures.' })
  limited: number;

  @ApiProperty({ example: 12, description: 'Conversations terminées sans code.' })
  droppedOut: number;
}

class TotalsDto extends CountsDto {
  @ApiProperty({
    type: Number,
    nullable: true,
    example: 0.8,
    description: 'Part des conversations terminées par un code ; `null` sans conversation.',
  })
  completionRate: number | null;
}

class DayDto extends CountsDto {
  @ApiProperty({ example: DAY })
  day: string;
}

class TownDto {
  @ApiProperty({ example: 'KI' })
  town: string;

  @ApiProperty({ type: String, nullable: true, example: 'Kinshasa' })
  name: string | null;

  @ApiProperty({ example: 23 })
  count: number;
}

class GenderDto {
  @ApiProperty({ example: '2', description: '1 homme, 2 femme, 3 trans, 4 autre.' })
  gender: string;

  @ApiProperty({ example: 19 })
  count: number;
}

class DropOutDto {
  @ApiProperty({ example: 'town', description: 'La question à laquelle la conversation s’est arrêtée.' })
  at: string;

  @ApiProperty({ example: 0 })
  refused: number;

  @ApiProperty({ example: 1 })
  cancelled: number;

  @ApiProperty({ example: 4, description: 'Sans réponse dans le délai.' })
  expired: number;

  @ApiProperty({ example: 5 })
  total: number;
}

/** Counts without anybody behind them. */
export class StatisticsDto {
  @ApiProperty({ example: '2026-01-01' })
  from: string;

  @ApiProperty({ example: DAY })
  to: string;

  @ApiProperty({ type: TotalsDto })
  totals: TotalsDto;

  @ApiProperty({ type: [DayDto], description: 'Tous les jours, dans leur ordre.' })
  days: DayDto[];

  @ApiProperty({ type: [TownDto], description: 'Des codes nouveaux, la plus fréquente d’abord.' })
  towns: TownDto[];

  @ApiProperty({ type: [GenderDto], description: 'Des codes nouveaux.' })
  genders: GenderDto[];

  @ApiProperty({ type: [DropOutDto], description: 'Dans l’ordre des questions.' })
  dropOuts: DropOutDto[];
}
