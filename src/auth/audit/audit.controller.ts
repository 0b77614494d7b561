import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/web/allow.js';
import { ApiPage, type Page, positionOf } from '../../platform/web/page.dto.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { CursorUnknown } from '../../platform/web/web.errors.js';
import { AuditLineDto, AuditQuery, InspectionDto } from '../auth.dto.js';
import { AuditBook } from './audit.service.js';

const LINE_NUMBER = /^[1-9]\d{0,14}$/;

@ApiTags('Audit')
@Controller('api/audit')
@Allow('auth:audit')
export class AuditController {
  constructor(private readonly book: AuditBook) {}

  @Get()
  @ApiOperation({ summary: 'Qui a fait quoi, le plus récent d’abord' })
  @ApiPage(AuditLineDto, 'Une page du journal d’audit.')
  @ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
  async list(@Query() query: AuditQuery): Promise<Page<AuditLineDto>> {
    const { action, subject, actor } = query;
    const page = await this.book.list({ action, subject, actorId: actor }, query.limit, lineBefore(query));
    return { ...page, items: page.items.map((row) => AuditLineDto.of(row)) };
  }

  @Get('inspection')
  @ApiOperation({
    summary: 'Vérifier que le journal d’audit est entier',
    description: 'Relit tout : une ligne changée ou enlevée se voit.',
  })
  @ApiOkResponse({ type: InspectionDto, description: 'Le résultat de la relecture.' })
  inspect(): Promise<InspectionDto> {
    return this.book.inspect();
  }
}

function lineBefore(query: AuditQuery): number | null {
  const position = positionOf(query);
  if (position === null) return null;
  if (!LINE_NUMBER.test(position)) throw new CursorUnknown();
  return Number(position);
}
