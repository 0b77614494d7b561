import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { FORMATS, type Format } from '../export/format.js';

const DAY = '2026-01-31';

/** Which days something is about. */
export class PeriodQuery {
  @ApiPropertyOptional({
    example: '2026-01-01',
    description: 'Premier jour, dans le fuseau du programme ; sinon 30 jours au total.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  from?: string;

  @ApiPropertyOptional({ example: DAY, description: 'Dernier jour, de même ; sinon aujourd’hui.' })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  to?: string;
}

/** Which days are exported, and as what. */
export class StatisticsExportQuery extends PeriodQuery {
  @ApiPropertyOptional({ enum: FORMATS, example: 'xlsx', description: '`csv` si rien n’est dit.' })
  @IsOptional()
  @IsIn(FORMATS)
  format: Format = 'csv';
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

  @ApiProperty({
    type: Number,
    nullable: true,
    example: 0.024,
    description: 'Part des codes nouveaux qu’un autre téléphone avait déjà ; `null` sans code nouveau.',
  })
  duplicateRate: number | null;
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

  @ApiProperty({ type: String, nullable: true, example: 'femme' })
  name: string | null;

  @ApiProperty({ example: 19 })
  count: number;
}

class LanguageDto {
  @ApiProperty({ example: 'fr', description: 'La langue de la conversation.' })
  language: string;

  @ApiProperty({ example: 38 })
  count: number;
}

class TimeToCompleteDto {
  @ApiProperty({ example: 41, description: 'Conversations dont le temps est connu.' })
  count: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    example: 150,
    description: 'La moitié ont pris ce temps au plus, en secondes ; `null` sans aucune.',
  })
  medianSeconds: number | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    example: 390,
    description: 'Neuf sur dix ont pris ce temps au plus, en secondes ; `null` sans aucune.',
  })
  p90Seconds: number | null;
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
export class UicStatisticsDto {
  @ApiProperty({ example: '2026-01-01' })
  from: string;

  @ApiProperty({ example: DAY })
  to: string;

  @ApiProperty({ example: 'Africa/Kinshasa', description: 'Le fuseau dont ce sont les jours (`TIME_ZONE`).' })
  timeZone: string;

  @ApiProperty({ type: TotalsDto })
  totals: TotalsDto;

  @ApiProperty({ type: [DayDto], description: 'Tous les jours, dans leur ordre.' })
  days: DayDto[];

  @ApiProperty({ type: [TownDto], description: 'Des codes nouveaux, la plus fréquente d’abord.' })
  towns: TownDto[];

  @ApiProperty({ type: [GenderDto], description: 'Des codes nouveaux.' })
  genders: GenderDto[];

  @ApiProperty({ type: [LanguageDto], description: 'Des codes nouveaux.' })
  languages: LanguageDto[];

  @ApiProperty({
    type: [DropOutDto],
    description: 'Dans l’ordre des questions ; celles qui ne sont plus posées viennent après.',
  })
  dropOuts: DropOutDto[];

  @ApiProperty({
    type: TimeToCompleteDto,
    description:
      'Du début de la conversation au code. Compté par classes : la valeur est le haut de la sienne.',
  })
  timeToComplete: TimeToCompleteDto;
}
