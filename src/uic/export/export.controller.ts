import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../platform/web/allow.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { attach } from './attachment.js';
import { CodesExportQuery } from './export.dto.js';
import { CodeExport } from './export.service.js';
import { FILES } from './format.js';

@ApiTags('CIU')
@Controller('api/uic/export')
@Allow('uic:export')
export class ExportController {
  constructor(private readonly codes: CodeExport) {}

  @Get()
  @ApiOperation({
    summary: 'Tous les codes d’une période, dans un fichier',
    description:
      'En clair, sans rien qui dise à qui ils ont été donnés. Une ligne reste dans le journal d’audit. Le CSV (UTF-8, point-virgule) n’a pas de limite ; un classeur XLSX prend 1 000 000 de codes.',
  })
  @ApiOkResponse({ description: 'Le fichier.', content: FILES })
  @ApiProblem(
    400,
    'uic.workbook-too-large',
    'Trop de codes pour un classeur : une période plus courte, ou CSV.',
  )
  async export(@Query() query: CodesExportQuery, @Res() reply: FastifyReply): Promise<void> {
    await attach(reply, await this.codes.open(query));
  }
}
