import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type as As } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsDate,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Length,
} from 'class-validator';
import { InvalidRequest } from '../../platform/web/web.errors.js';
import type { FailureFilter } from '../outbox/archive.repository.js';

const ID = '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11';
const NOTHING_CHOSEN = { field: 'ids', message: 'est obligatoire, sauf avec « all » ou un filtre' };

export class ReplayBody {
  @ApiPropertyOptional({
    type: [String],
    description: 'Les messages à renvoyer, 500 au plus.',
    example: [ID],
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @IsUUID(undefined, { each: true })
  ids?: string[];

  @ApiPropertyOptional({ description: '`true` : tous ceux de l’état `state`.', example: false })
  @IsOptional()
  @IsBoolean()
  all?: boolean;

  @ApiPropertyOptional({
    enum: ['failed', 'unknown'],
    default: 'failed',
    description: '`failed` : en échec. `unknown` : dont l’issue est restée inconnue.',
  })
  @IsOptional()
  @IsIn(['failed', 'unknown'])
  state: 'failed' | 'unknown' = 'failed';

  @ApiPropertyOptional({
    description: 'Seulement ceux qui partaient de ce numéro.',
    example: '106540352242922',
  })
  @IsOptional()
  @IsString()
  @Length(1, 40)
  number?: string;

  @ApiPropertyOptional({ description: 'Seulement ceux que cette erreur a arrêtés.', example: '131026' })
  @IsOptional()
  @IsString()
  @Length(1, 40)
  errorCode?: string;

  @ApiPropertyOptional({
    description: 'Seulement ceux décidés depuis ce moment.',
    example: '2026-11-21T00:00:00Z',
    type: String,
    format: 'date-time',
  })
  @IsOptional()
  @As(() => Date)
  @IsDate()
  since?: Date;

  @ApiPropertyOptional({ description: '`true` : compte seulement, ne renvoie rien.', example: true })
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;
}

export class ReplayAnswer {
  @ApiProperty({ description: 'Combien de messages repartent.', example: 1 })
  replayed: number;

  @ApiPropertyOptional({ description: 'Avec `dryRun` : combien repartiraient.', example: 12 })
  wouldReplay?: number;
}

/** What was chosen; refuses when nothing was. */
export function failuresIn({ ids, all, state, number, errorCode, since }: ReplayBody): FailureFilter {
  const isFiltered = number !== undefined || errorCode !== undefined || since !== undefined;
  if (ids === undefined && all !== true && !isFiltered) throw new InvalidRequest([NOTHING_CHOSEN]);
  return {
    state: state === 'failed' ? 'FAILED' : 'UNKNOWN',
    ...(ids !== undefined && all !== true && { ids }),
    ...(number !== undefined && { number }),
    ...(errorCode !== undefined && { errorCode }),
    ...(since !== undefined && { since }),
  };
}
