import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageQuery } from '../web/page.dto.js';

const asBoolean = ({ value }: { value: unknown }) =>
  value === 'true' ? true : value === 'false' ? false : value;

export class ErrorsQuery extends PageQuery {
  @ApiPropertyOptional({ description: '`true` : celles qui durent ; `false` : celles qui ont pris fin.' })
  @IsOptional()
  @Transform(asBoolean)
  @IsBoolean()
  open?: boolean;

  @ApiPropertyOptional({ description: '`true` : celles dont l’équipe est prévenue.' })
  @IsOptional()
  @Transform(asBoolean)
  @IsBoolean()
  critical?: boolean;

  @ApiPropertyOptional({ description: 'D’où elle vient.', example: 'token' })
  @IsOptional()
  @IsString()
  @MaxLength(30)
  service?: string;
}

class EnglishWords {
  @ApiProperty({ example: 'The access token no longer works: messages are waiting.' })
  title: string;

  @ApiProperty({ example: 'Provide a new token.' })
  advice: string;
}

export class AlertView {
  @ApiProperty({ example: '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11' })
  id: string;

  @ApiProperty({ description: 'De quel problème il s’agit, stable.', example: 'token.dead:102290129340398' })
  key: string;

  @ApiProperty({ type: String, nullable: true, description: 'D’où il vient.', example: 'token' })
  service: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Le code de l’erreur.', example: '190' })
  code: string | null;

  @ApiProperty({ description: 'L’équipe en est prévenue.', example: true })
  critical: boolean;

  @ApiProperty({ example: 'Le jeton d’accès ne fonctionne plus : les messages attendent.' })
  title: string;

  @ApiProperty({ example: 'Donnez un nouveau jeton.' })
  advice: string;

  @ApiProperty({ type: EnglishWords, nullable: true, description: 'La même chose en anglais.' })
  en: EnglishWords | null;

  @ApiProperty({
    type: Object,
    nullable: true,
    description: 'Ce qui était en jeu la dernière fois, sans donnée personnelle.',
    example: { number: '106540352242922' },
  })
  context: Record<string, unknown> | null;

  @ApiProperty({ description: 'Combien de fois il a été signalé.', example: 3 })
  count: number;

  @ApiProperty({ description: 'La première fois.', example: '2026-11-21T10:15:30.123Z' })
  openedAt: string;

  @ApiProperty({ description: 'La dernière fois.', example: '2026-11-21T10:25:30.123Z' })
  lastAt: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Quand il a pris fin ; `null` s’il dure.',
    example: null,
  })
  closedAt: string | null;
}
