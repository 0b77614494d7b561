import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../platform/web/allow.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { KINDS } from '../catalog.port.js';
import { KindParam } from './kind.js';
import { SyncRuns } from './runs.service.js';
import { Status } from './status.service.js';
import { statusPage } from './status-page.js';
import { CatalogStatusDto, SyncBegunDto, CatalogSyncBody } from './sync.dto.js';

/** The copy of the inventory under the addresses that its users know. */
@ApiTags('Catalogue')
@Controller('inventory')
@Allow('catalog:read')
export class SyncController {
  constructor(
    private readonly runs: SyncRuns,
    private readonly status: Status,
    private readonly audit: AuditTrail,
  ) {}

  @Get('status')
  @Allow('catalog:read', { page: true })
  @ApiOperation({ summary: 'L’état de la copie, en une page' })
  @ApiProduces('text/html')
  @ApiOkResponse({
    description: 'La page.',
    content: {
      'text/html': {
        schema: { type: 'string' },
        example: '<!doctype html><title>Catalogue : état de la copie</title>',
      },
    },
  })
  async page(@Res() reply: FastifyReply): Promise<void> {
    const html = statusPage(await this.status.report());
    await reply.type('text/html; charset=utf-8').send(html);
  }

  @Get('api/status')
  @ApiOperation({ summary: 'L’état de la copie, en JSON' })
  @ApiOkResponse({ type: CatalogStatusDto, description: 'Produits et catégories.' })
  figures(): Promise<CatalogStatusDto> {
    return this.status.figures();
  }

  @Post('sync/:kind')
  @HttpCode(202)
  @Allow('catalog:sync')
  @ApiOperation({
    summary: 'Copier maintenant les produits ou les catégories',
    description: 'Répond tout de suite ; la copie se suit par `GET /api/catalog/runs/{id}`.',
  })
  @ApiParam({ name: 'kind', enum: KINDS })
  @ApiAcceptedResponse({ type: SyncBegunDto, description: 'La copie est en route.' })
  @ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
  @ApiProblem(409, 'catalog.sync-running', 'Une copie est déjà en cours.')
  async sync(
    @Param() { kind }: KindParam,
    @Body() { force = false }: CatalogSyncBody,
  ): Promise<SyncBegunDto> {
    const { id } = await this.runs.begin(kind, { cause: 'api', force });
    await this.audit.record({ action: 'catalog.sync-begun', subject: `run:${id}`, detail: { kind, force } });
    return { runId: id };
  }
}
