import {
  Controller,
  Get,
  HttpCode,
  type MessageEvent,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  Sse,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Observable } from 'rxjs';
import { BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import { Allow } from '../../platform/web/allow.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { ApiPage, type Page, pageOf, PageQuery, positionOf } from '../../platform/web/page.dto.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { Following } from './following.service.js';
import { RunRepository } from './run.repository.js';
import { SyncRuns } from './runs.service.js';
import { CatalogRunsQuery, SyncFaultDto, SyncRunDto } from './sync.dto.js';

const EVENTS =
  'event: over\ndata: {"runId":"0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b","state":"DONE","total":6000}\n\n';

/** Copies of the inventory: how they went, and how they go. */
@ApiTags('Catalogue')
@Controller('api/catalog')
@Allow('catalog:read')
@ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
export class CatalogRunsController {
  constructor(
    private readonly runs: SyncRuns,
    private readonly records: RunRepository,
    private readonly following: Following,
    private readonly audit: AuditTrail,
  ) {}

  @Get('runs')
  @ApiOperation({ summary: 'Les copies de l’inventaire, les plus récentes d’abord' })
  @ApiPage(SyncRunDto, 'Une page de copies.')
  async list(@Query() query: CatalogRunsQuery): Promise<Page<SyncRunDto>> {
    const rows = await this.records.list(positionOf(query), query.limit + 1, query.kind);
    const { items, nextCursor } = pageOf(rows, query.limit, ({ id }) => id);
    return { items: items.map((row) => SyncRunDto.of(row)), nextCursor };
  }

  @Get('runs/:id')
  @ApiOperation({ summary: 'Une copie : où elle en est, ou ce qu’elle a fait' })
  @ApiOkResponse({ type: SyncRunDto, description: 'La copie.' })
  @ApiProblem(404, 'catalog.run-not-found', 'Aucune copie ne porte cet identifiant.')
  find(@Param('id', ParseUUIDPipe) id: string): Promise<SyncRunDto> {
    return this.following.find(id);
  }

  @Get('runs/:id/faults')
  @ApiOperation({
    summary: 'Ce qu’une copie n’a pas pu prendre, et pourquoi',
    description: 'Mille au plus par copie.',
  })
  @ApiPage(SyncFaultDto, 'Une page de refus.')
  @ApiProblem(404, 'catalog.run-not-found', 'Aucune copie ne porte cet identifiant.')
  async faults(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: PageQuery,
  ): Promise<Page<SyncFaultDto>> {
    await this.following.find(id);
    const rows = await this.records.faults(id, positionOf(query) ?? BEFORE_ALL_IDS, query.limit + 1);
    const { items, nextCursor } = pageOf(rows, query.limit, (row) => row.id);
    return { items: items.map((row) => SyncFaultDto.of(row)), nextCursor };
  }

  @Sse('runs/:id/events')
  @ApiOperation({
    summary: 'Suivre une copie en direct',
    description:
      'Des événements `progress`, puis un `over` ; chacun porte la copie comme `GET /api/catalog/runs/{id}`.',
  })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({
    description: 'Les événements.',
    content: { 'text/event-stream': { schema: { type: 'string' }, example: EVENTS } },
  })
  @ApiProblem(404, 'catalog.run-not-found', 'Aucune copie ne porte cet identifiant.')
  events(@Param('id', ParseUUIDPipe) id: string): Promise<Observable<MessageEvent>> {
    return this.following.events(id);
  }

  @Post('runs/:id/stop')
  @HttpCode(202)
  @Allow('catalog:sync')
  @ApiOperation({
    summary: 'Arrêter une copie',
    description: 'Ce qui est écrit le reste ; la suivante reprend au même endroit.',
  })
  @ApiOkResponse({ type: SyncRunDto, description: 'La copie, qui s’arrête dans les secondes qui viennent.' })
  @ApiProblem(404, 'catalog.run-not-found', 'Aucune copie ne porte cet identifiant.')
  async stop(@Param('id', ParseUUIDPipe) id: string): Promise<SyncRunDto> {
    if (await this.runs.stop(id))
      await this.audit.record({ action: 'catalog.sync-stopped', subject: `run:${id}` });
    return this.following.find(id);
  }
}
