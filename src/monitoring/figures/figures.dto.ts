import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, IsString, MaxLength } from 'class-validator';

const FROM = '2026-11-20T00:00:00.000Z';
const TO = '2026-11-21T00:00:00.000Z';

export const PERIODS = ['day', 'week', 'month'] as const;
export type Period = (typeof PERIODS)[number];

export class FiguresQuery {
  @ApiPropertyOptional({
    enum: PERIODS,
    default: 'day',
    description: 'Les dernières 24 heures, 7 ou 30 jours.',
  })
  @IsOptional()
  @IsIn(PERIODS)
  period?: Period;

  @ApiPropertyOptional({ description: 'Début, à la place d’une période.', example: FROM })
  @IsOptional()
  @IsISO8601({ strict: true })
  from?: string;

  @ApiPropertyOptional({ description: 'Fin (non comprise) ; maintenant sinon.', example: TO })
  @IsOptional()
  @IsISO8601({ strict: true })
  to?: string;

  @ApiPropertyOptional({ description: 'Un de nos numéros.', example: '106540352242922' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  number?: string;

  @ApiPropertyOptional({ description: 'Un parcours : uic, menu, shop, assistant.', example: 'uic' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  flow?: string;
}

export class FigureDto {
  @ApiProperty({ type: Number, nullable: true, example: 120 })
  value: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'La période d’avant.', example: 100 })
  before: number | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'La différence, en part de celle d’avant.',
    example: 0.2,
  })
  change: number | null;
}

export class FiguresByNameDto {
  @ApiProperty({ type: FigureDto, description: 'Messages reçus.' })
  received: FigureDto;

  @ApiProperty({ type: FigureDto, description: 'Messages envoyés.' })
  sent: FigureDto;

  @ApiProperty({ type: FigureDto, description: 'Réponses de l’assistant.' })
  assistantAnswers: FigureDto;

  @ApiProperty({ type: FigureDto, description: 'Conversations remises à l’équipe.' })
  handovers: FigureDto;

  @ApiProperty({ type: FigureDto, description: 'Part des messages reçus qui ont eu une réponse (0 à 1).' })
  responseRate: FigureDto;

  @ApiProperty({ type: FigureDto, description: 'Temps moyen jusqu’à la réponse, en secondes.' })
  averageResponseSeconds: FigureDto;

  @ApiProperty({ type: FigureDto, description: 'Part des envois en échec (0 à 1).' })
  errorRate: FigureDto;

  @ApiProperty({ type: FigureDto, description: 'Part des envois remis (0 à 1).' })
  deliveryRate: FigureDto;
}

export class ResponseDto {
  @ApiProperty({ type: Number, nullable: true, example: 1.4 })
  averageSeconds: number | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: '95 % des réponses sont parties en ce temps au plus.',
    example: 3.8,
  })
  p95Seconds: number | null;
}

export class CostDto {
  @ApiProperty({
    example: 'utility',
    description: 'La catégorie du fournisseur ; « - » quand il ne la dit pas.',
  })
  category: string;

  @ApiProperty({ example: 40 })
  billable: number;

  @ApiProperty({ example: 12 })
  free: number;
}

export class MomentDto {
  @ApiProperty({ example: FROM })
  at: string;

  @ApiProperty({ example: 12 })
  received: number;

  @ApiProperty({ example: 14 })
  sent: number;

  @ApiProperty({ example: 0 })
  failed: number;

  @ApiProperty({ example: 12 })
  answered: number;

  @ApiProperty({ type: Number, nullable: true, example: 1.2 })
  averageResponseSeconds: number | null;
}

export class FiguresDto {
  @ApiProperty({ example: FROM })
  from: string;

  @ApiProperty({ example: TO })
  to: string;

  @ApiProperty({ type: FiguresByNameDto })
  figures: FiguresByNameDto;

  @ApiProperty({ type: ResponseDto })
  response: ResponseDto;

  @ApiProperty({ type: [CostDto], description: 'Messages envoyés par catégorie de prix.' })
  costs: CostDto[];

  @ApiProperty({ type: [MomentDto], description: 'Par heure jusqu’à trois jours, puis par jour.' })
  series: MomentDto[];
}
