import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { StatisticsExportQuery } from '../statistics/statistics.dto.js';
import { CODE_STATES, type CodeState } from '../uic.entity.js';

/** Which codes are exported, and as what. */
export class CodesExportQuery extends StatisticsExportQuery {
  @ApiPropertyOptional({ enum: CODE_STATES, example: 'ACTIVE', description: 'Un seul état ; sinon tous.' })
  @IsOptional()
  @IsIn(CODE_STATES)
  state?: CodeState;
}
