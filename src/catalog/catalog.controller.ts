import { Body, Controller, Get, Param, ParseUUIDPipe, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/web/allow.js';
import { AuditTrail } from '../platform/web/audit.js';
import { AFTER_ALL_IDS } from '../platform/database/id-range.js';
import { ApiPage, type Page, pageOf, PageQuery, positionOf } from '../platform/web/page.dto.js';
import { ApiProblem } from '../platform/web/problem.dto.js';
import { CategoriesQuery, CategoryDto, CategoryListDto, ProductDto, ProductsQuery } from './catalog.dto.js';
import { ProductNotFound } from './catalog.errors.js';
import { CatalogService } from './catalog.service.js';
import { CategoryFinding } from './products/category-finding.service.js';
import { KeptListDto, ProductsBody } from './products/intake.dto.js';
import { RemoteRepository } from './sync/remote.repository.js';
import { HistoryDto } from './sync/sync.dto.js';

const NO_CATEGORY = 'Aucune catégorie ne porte cet identifiant ou ce nom.';

@ApiTags('Catalogue')
@Controller('api/catalog')
@Allow('catalog:read')
@ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
export class CatalogController {
  constructor(
    private readonly catalog: CatalogService,
    private readonly finding: CategoryFinding,
    private readonly changes: RemoteRepository,
    private readonly audit: AuditTrail,
  ) {}

  @Get('products')
  @ApiOperation({
    summary: 'Les produits, par nom ; les meilleurs d’abord quand on cherche des mots',
    description: 'Les filtres se combinent.',
  })
  @ApiPage(ProductDto, 'Une page de produits.')
  @ApiProblem(404, 'catalog.category-not-found', NO_CATEGORY)
  async list(@Query() query: ProductsQuery): Promise<Page<ProductDto>> {
    const wanted = query.wanted();
    if (query.category !== undefined) wanted.categoryId = await this.finding.idOf(query.category, 'category');
    const { items, nextCursor } = await this.catalog.page(wanted, query);
    return { items: items.map((product) => ProductDto.of(product)), nextCursor };
  }

  @Put('products')
  @Allow('catalog:write')
  @ApiOperation({
    summary: 'Ajouter ou remplacer des produits, reconnus à leur référence',
    description:
      'Mille au plus. Un produit refusé n’arrête pas les autres : la réponse dit pourquoi, un par un.',
  })
  @ApiOkResponse({ type: KeptListDto, description: 'Ce qu’est devenu chaque produit.' })
  async keep(@Body() { products }: ProductsBody): Promise<KeptListDto> {
    const kept = KeptListDto.of(await this.catalog.keep(products, 'local'));
    const { added, updated, failed } = kept;
    await this.audit.record({
      action: 'catalog.products-written',
      detail: { source: 'api', total: products.length, added, updated, failed },
    });
    return kept;
  }

  @Get('products/:id')
  @ApiOperation({ summary: 'Un produit' })
  @ApiOkResponse({ type: ProductDto, description: 'Le produit.' })
  @ApiProblem(404, 'catalog.product-not-found', 'Aucun produit ne porte cet identifiant.')
  async get(@Param('id', ParseUUIDPipe) id: string): Promise<ProductDto> {
    const product = await this.catalog.find(id);
    if (product === null) throw new ProductNotFound();
    return ProductDto.of(product);
  }

  @Get('products/:id/history')
  @ApiOperation({ summary: 'Comment le prix et le stock d’un produit ont changé' })
  @ApiPage(HistoryDto, 'Les changements, les plus récents d’abord.')
  @ApiProblem(404, 'catalog.product-not-found', 'Aucun produit ne porte cet identifiant.')
  async history(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: PageQuery,
  ): Promise<Page<HistoryDto>> {
    if ((await this.catalog.find(id)) === null) throw new ProductNotFound();
    const rows = await this.changes.history(id, positionOf(query) ?? AFTER_ALL_IDS, query.limit + 1);
    const { items, nextCursor } = pageOf(rows, query.limit, (row) => row.id);
    return { items: items.map((row) => HistoryDto.of(row)), nextCursor };
  }

  @Get('categories')
  @ApiOperation({
    summary: 'Les catégories où quelque chose est en vente, avec le nombre de produits',
    description: 'Un niveau à la fois.',
  })
  @ApiOkResponse({ type: CategoryListDto, description: 'Les catégories, par nom.' })
  @ApiProblem(404, 'catalog.category-not-found', NO_CATEGORY)
  async categories(@Query() { parentId }: CategoriesQuery): Promise<CategoryListDto> {
    const parent = parentId === undefined ? null : await this.finding.idOf(parentId, 'parentId');
    const found = await this.catalog.categories(parent);
    return { items: found.map((category) => CategoryDto.of(category)), nextCursor: null };
  }
}
