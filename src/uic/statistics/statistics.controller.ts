import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../platform/web/allow.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { attach } from '../export/attachment.js';
import { FILES } from '../export/format.js';
import { Calendar } from './calendar.service.js';
import { StatisticsExport } from './statistics-export.service.js';
import { PeriodQuery, UicStatisticsDto, StatisticsExportQuery } from './statistics.dto.js';
import { Statistics } from './statistics.service.js';

@ApiTags('CIU')
@Controller('api/uic/statistics')
@Allow('uic:read')
@ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
export class StatisticsController {
  constructor(
    private readonly statistics: Statistics,
    private readonly exports: StatisticsExport,
    private readonly calendar: Calendar,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Combien de codes, d’où, en combien de temps, et où les conversations s’arrêtent',
    description:
      'Des nombres seulement, par jour (fuseau TIME_ZONE), ville, genre, langue et question, jamais croisés ; 366 jours au plus.',
  })
  @ApiOkResponse({ type: UicStatisticsDto, description: 'Les nombres de la période.' })
  async figures(@Query() query: PeriodQuery): Promise<UicStatisticsDto> {
    const days = this.calendar.daysOf(query);
    const figures = await this.statistics.over(days);
    return { from: days[0] ?? '', to: days.at(-1) ?? '', timeZone: this.calendar.zone, ...figures };
  }

  @Get('export')
  @ApiOperation({
    summary: 'Les mêmes nombres, dans un fichier',
    description:
      'XLSX : une feuille par tableau ; CSV : une ligne par nombre. Sous dix codes nouveaux, les villes, genres et langues n’y sont pas : ils diraient trop de quelques personnes. Une ligne reste dans le journal d’audit.',
  })
  @ApiOkResponse({ description: 'Le fichier.', content: FILES })
  async export(@Query() query: StatisticsExportQuery, @Res() reply: FastifyReply): Promise<void> {
    await attach(reply, await this.exports.open(query));
  }
}
