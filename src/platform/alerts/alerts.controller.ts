import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../web/allow.js';
import { ApiPage, type Page, pageOf, PageQuery, positionOf } from '../web/page.dto.js';
import { ApiProblem } from '../web/problem.dto.js';
import type { AlertRow } from './alert.entity.js';
import { AlertRepository } from './alert.repository.js';
import { AlertView } from './alerts.dto.js';

@ApiTags('problèmes')
@Controller('api/errors')
@Allow('errors:read')
export class AlertsController {
  constructor(private readonly repository: AlertRepository) {}

  @Get()
  @ApiOperation({ summary: 'Les problèmes qui durent et ceux qui ont pris fin, les plus récents d’abord' })
  @ApiPage(AlertView, 'Une page de problèmes.')
  @ApiProblem(400, 'request.invalid', 'La page demandée n’existe pas.')
  async list(@Query() query: PageQuery): Promise<Page<AlertView>> {
    const rows = await this.repository.list(positionOf(query), query.limit + 1);
    const { items, nextCursor } = pageOf(rows, query.limit, (row) => row.id);
    return { items: items.map(view), nextCursor };
  }
}

function view(row: AlertRow): AlertView {
  return {
    id: row.id,
    key: row.problem,
    title: row.title,
    advice: row.advice,
    count: row.occurrences,
    openedAt: row.openedAt.toISOString(),
    lastAt: row.lastAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
  };
}
