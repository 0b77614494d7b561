import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import { Allow } from '../../platform/web/allow.js';
import { ApiPage, type Page, pageOf, positionOf } from '../../platform/web/page.dto.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { ProductDto, SyncedCategoriesQuery, SyncedCategoryDto, SyncedProductsQuery } from '../catalog.dto.js';
import { fold } from '../../kernel/fold.js';
import { CatalogService } from '../catalog.service.js';
import { CategoryFinding } from './category-finding.service.js';
import { CategoryRepository } from './category.repository.js';

/** The copy of the inventory, under the addresses that its users know. */
@ApiTags('Catalogue')
@Controller('api/inventory')
@Allow('catalog:read')
@ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
export class SyncedController {
  constructor(
    private readonly catalog: CatalogService,
    private readonly finding: CategoryFinding,
    private readonly shelves: CategoryRepository,
  ) {}

  @Get('products/synced')
  @ApiOperation({ summary: 'Les produits copiés de l’inventaire, en vente ou non' })
  @ApiPage(ProductDto, 'Une page de produits.')
  @ApiProblem(404, 'catalog.category-not-found', 'Aucune catégorie ne porte cet identifiant ou ce nom.')
  async products(@Query() query: SyncedProductsQuery): Promise<Page<ProductDto>> {
    const wanted = query.wanted();
    if (query.category !== undefined) wanted.categoryId = await this.finding.idOf(query.category, 'category');
    const { items, nextCursor } = await this.catalog.page(wanted, query);
    return { items: items.map((product) => ProductDto.of(product)), nextCursor };
  }

  @Get('categories/synced')
  @ApiOperation({ summary: 'Les catégories copiées de l’inventaire' })
  @ApiPage(SyncedCategoryDto, 'Une page de catégories.')
  async categories(@Query() query: SyncedCategoriesQuery): Promise<Page<SyncedCategoryDto>> {
    const after = positionOf(query) ?? BEFORE_ALL_IDS;
    const rows = await this.shelves.list(fold(query.q ?? ''), after, query.limit + 1);
    const { items, nextCursor } = pageOf(rows, query.limit, ({ id }) => id);
    return { items: items.map((row) => SyncedCategoryDto.of(row)), nextCursor };
  }
}
