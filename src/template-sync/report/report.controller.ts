import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../platform/web/allow.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { reportCsv } from './report-text.js';
import { ReportDto, ReportQuery } from './report.dto.js';
import { Reports } from './report.service.js';

const CSV = 'section,name,language,count,fields\r\ntotal,,,120,\r\nstatus,APPROVED,,110,\r\n';

@ApiTags('modèles')
@Controller('api/templates')
@Allow('templates:read')
@ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
export class ReportController {
  constructor(private readonly reports: Reports) {}

  @Get('report')
  @ApiExtraModels(ReportDto)
  @ApiOperation({
    summary: 'L’état de la copie locale, et ce qui la distingue de WhatsApp',
    description: 'En JSON ou en CSV. Avec `compare=true`, les champs qui diffèrent sont nommés.',
  })
  @ApiOkResponse({
    description: 'Le rapport.',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(ReportDto) } },
      'text/csv': { schema: { type: 'string' }, example: CSV },
    },
  })
  @ApiProblem(404, 'template-sync.account-unknown', 'Ce compte n’est pas configuré.')
  async report(
    @Query() { format, ...question }: ReportQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportDto | string> {
    const report = await this.reports.make(question);
    if (format === 'json') return report;
    reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="modeles.csv"');
    return reportCsv(report);
  }
}
