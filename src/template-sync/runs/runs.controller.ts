import {
  Body,
  Controller,
  Get,
  HttpStatus,
  type MessageEvent,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  Res,
  Sse,
} from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';
import { Allow } from '../../platform/web/allow.js';
import { ApiPage, type Page, pageOf, positionOf } from '../../platform/web/page.dto.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { Following } from './following.service.js';
import { reportOf } from './run.js';
import { RunRepository } from './run.repository.js';
import {
  BegunDto,
  RunDto,
  TemplateRunsQuery,
  TemplateSyncStatisticsDto,
  TemplateSyncBody,
  SyncQuery,
} from './runs.dto.js';
import { Runs } from './runs.service.js';

const EVENTS =
  'event: over\ndata: {"id":"0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b","state":"DONE","total":120}\n\n';

@ApiTags('synchronisation des modèles')
@Controller('api/templates')
@Allow('templates:read')
@ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
export class TemplateRunsController {
  constructor(
    private readonly runs: Runs,
    private readonly records: RunRepository,
    private readonly following: Following,
  ) {}

  @Post('sync')
  @Allow('templates:sync')
  @ApiOperation({
    summary: 'Synchroniser les modèles',
    description:
      'Relit la liste des modèles, écrit ce qui a changé et lie les modèles aux administrateurs. Répond tout de suite avec l’identifiant à suivre, ou avec `wait=true` à la fin.',
  })
  @ApiOkResponse({ type: TemplateSyncStatisticsDto, description: 'Avec `wait=true` : ce qui a été fait.' })
  @ApiAcceptedResponse({ type: BegunDto, description: 'La synchronisation est en route.' })
  @ApiProblem(404, 'template-sync.account-unknown', 'Ce compte n’est pas configuré.')
  @ApiProblem(409, 'template-sync.sync-running', 'Une synchronisation de ce compte est déjà en cours.')
  @ApiProblem(
    503,
    'template-sync.source-token',
    'Avec `wait=true` : WhatsApp refuse ou ne répond pas. Rien n’a été changé.',
  )
  async sync(
    @Query() { wait }: SyncQuery,
    @Body() body: TemplateSyncBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BegunDto | TemplateSyncStatisticsDto> {
    const { id, over } = await this.runs.begin({ ...body, link: true, cause: 'api' });
    reply.status(wait === true ? HttpStatus.OK : HttpStatus.ACCEPTED);
    return wait === true ? RunDto.statistics(await over) : { runId: id };
  }

  @Get('runs')
  @ApiOperation({ summary: 'Les synchronisations, les plus récentes d’abord' })
  @ApiPage(RunDto, 'Une page de synchronisations.')
  async list(@Query() query: TemplateRunsQuery): Promise<Page<RunDto>> {
    const rows = await this.records.list(positionOf(query), query.limit + 1, query.accountId);
    const page = pageOf(rows, query.limit, ({ id }) => id);
    return { ...page, items: page.items.map((row) => RunDto.of(reportOf([row]))) };
  }

  @Get('runs/:id')
  @ApiOperation({ summary: 'Une synchronisation : où elle en est, ou ce qu’elle a fait' })
  @ApiOkResponse({ type: RunDto, description: 'La synchronisation.' })
  @ApiProblem(404, 'template-sync.run-not-found', 'Aucune synchronisation ne porte cet identifiant.')
  async find(@Param('id', ParseUUIDPipe) id: string): Promise<RunDto> {
    return RunDto.of(await this.runs.report(id));
  }

  @Sse('runs/:id/events')
  @ApiOperation({
    summary: 'Suivre une synchronisation en direct',
    description:
      'Des événements `progress`, puis un `over` ; chacun porte la synchronisation comme `GET /api/templates/runs/{id}`.',
  })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({
    description: 'Les événements.',
    content: { 'text/event-stream': { schema: { type: 'string' }, example: EVENTS } },
  })
  @ApiProblem(404, 'template-sync.run-not-found', 'Aucune synchronisation ne porte cet identifiant.')
  events(@Param('id', ParseUUIDPipe) id: string): Promise<Observable<MessageEvent>> {
    return this.following.events(id);
  }
}
