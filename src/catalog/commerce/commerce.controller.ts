import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import { Allow } from '../../platform/web/allow.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { ApiPage, type Page, pageOf, positionOf } from '../../platform/web/page.dto.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { TargetRegistry } from '../sync/sources.js';
import {
  CommerceDto,
  CommerceItemDto,
  CommerceItemsQuery,
  CommerceListDto,
  ExportBegunDto,
  ExportBody,
} from './commerce.dto.js';
import { CommerceNotFound } from './commerce.errors.js';
import { CommerceRepository } from './commerce.repository.js';
import { CommerceView } from './commerce-view.service.js';
import { CommerceExports } from './exports.service.js';

/** Where our products are shown to buyers outside of this house. */
@ApiTags('Catalogue')
@Controller('api/catalog/commerce')
@Allow('catalog:read')
@ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
export class CommerceController {
  constructor(
    private readonly targets: TargetRegistry,
    private readonly items: CommerceRepository,
    private readonly view: CommerceView,
    private readonly exports: CommerceExports,
    private readonly audit: AuditTrail,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Les catalogues de vente reliés à nos numéros, et ce qu’ils ont pris',
  })
  @ApiOkResponse({ type: CommerceListDto, description: 'Les catalogues.' })
  async list(): Promise<CommerceListDto> {
    const items: CommerceDto[] = [];
    for (const target of this.targets.all)
      for (const catalogId of target.catalogs()) items.push(await this.view.of(target, catalogId));
    return { items, nextCursor: null };
  }

  @Get(':catalogId/items')
  @ApiOperation({
    summary: 'Ce qu’un catalogue a répondu, produit par produit',
    description:
      '`state=REFUSED` : les refus, avec leurs raisons ; `warned=true` : ceux qui ont reçu un avertissement.',
  })
  @ApiPage(CommerceItemDto, 'Une page de produits.')
  @ApiProblem(404, 'catalog.commerce-not-found', 'Aucun de nos numéros n’est relié à ce catalogue.')
  async page(
    @Param('catalogId') catalogId: string,
    @Query() query: CommerceItemsQuery,
  ): Promise<Page<CommerceItemDto>> {
    this.mustBeOurs(catalogId);
    const after = positionOf(query) ?? BEFORE_ALL_IDS;
    const rows = await this.items.shown(catalogId, after, query.limit + 1, query);
    const { items, nextCursor } = pageOf(rows, query.limit, ({ id }) => id);
    return { items: items.map((row) => CommerceItemDto.of(row)), nextCursor };
  }

  @Post(':catalogId/export')
  @HttpCode(202)
  @Allow('catalog:sync')
  @ApiOperation({
    summary: 'Envoyer maintenant ce qui a changé',
    description: 'Sans qu’on le demande, cela part quelques secondes après un changement.',
  })
  @ApiAcceptedResponse({ type: ExportBegunDto, description: 'L’envoi a commencé.' })
  @ApiProblem(404, 'catalog.commerce-not-found', 'Aucun de nos numéros n’est relié à ce catalogue.')
  @ApiProblem(409, 'catalog.export-running', 'Un envoi vers ce catalogue est déjà en cours.')
  async export(
    @Param('catalogId') catalogId: string,
    @Body() { force = false }: ExportBody,
  ): Promise<ExportBegunDto> {
    const { id: exportId } = await this.exports.begin(catalogId, { cause: 'api', force });
    await this.audit.record({
      action: 'catalog.commerce-exported',
      subject: `catalogue:${catalogId}`,
      detail: { exportId, force },
    });
    return { exportId };
  }

  private mustBeOurs(catalogId: string): void {
    if (!this.targets.all.some((target) => target.catalogs().includes(catalogId)))
      throw new CommerceNotFound();
  }
}
