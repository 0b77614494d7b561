import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../web/allow.js';
import { ApiPage, type Page, pageOf, positionOf } from '../web/page.dto.js';
import { ApiProblem } from '../web/problem.dto.js';
import type { AlertRow } from './alert.entity.js';
import { type AlertFilter, AlertRepository } from './alert.repository.js';
import { AlertView, ErrorsQuery } from './alerts.dto.js';

@ApiTags('problèmes')
@Controller('api/errors')
@Allow('errors:read')
export class AlertsController {
  constructor(private readonly repository: AlertRepository) {}

  @Get()
  @ApiOperation({ summary: 'Ce qui ne va pas : ce qui dure et ce qui a pris fin, les plus récents d’abord' })
  @ApiPage(AlertView, 'Une page d’erreurs.')
  @ApiProblem(400, 'request.invalid', 'La page demandée n’existe pas.')
  async list(@Query() query: ErrorsQuery): Promise<Page<AlertView>> {
    const rows = await this.repository.list(filterOf(query), positionOf(query), query.limit + 1);
    const { items, nextCursor } = pageOf(rows, query.limit, (row) => row.id);
    return { items: items.map(view), nextCursor };
  }
}

function filterOf({ open, critical, service }: ErrorsQuery): AlertFilter {
  return {
    ...(open !== undefined && { isOpen: open }),
    ...(critical !== undefined && { isCritical: critical }),
    ...(service !== undefined && { service }),
  };
}

function view(row: AlertRow): AlertView {
  const { id, problem, service, code, isCritical, title, advice, titleEn, adviceEn } = row;
  return {
    id,
    key: problem,
    service,
    code,
    critical: isCritical,
    title,
    advice,
    en: titleEn === null || adviceEn === null ? null : { title: titleEn, advice: adviceEn },
    context: contextOf(row.context),
    count: row.occurrences,
    openedAt: row.openedAt.toISOString(),
    lastAt: row.lastAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
  };
}

/** One that was cut for its length is no JSON any more. */
function contextOf(json: string | null): Record<string, unknown> | null {
  try {
    return json === null ? null : (JSON.parse(json) as Record<string, unknown>);
  } catch {
    return null;
  }
}
