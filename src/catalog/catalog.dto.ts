import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { PageQuery } from '../platform/web/page.dto.js';
import { AsBoolean } from './as-boolean.js';
import { InvalidRequest } from '../platform/web/web.errors.js';
import type { Category, Product } from './catalog.contract.js';
import type { CategoryRow } from './products/category.entity.js';
import type { Wanted } from './search/lists.service.js';

const ID = '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b';
const CATEGORY = '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6c';
const MOMENT = '2026-11-21T10:15:30.123Z';
const PRICE = /^\d{1,10}(?:\.\d{1,4})?$/;

/** Products as the inventory's own route lists them. */
export class SyncedProductsQuery extends PageQuery {
  @ApiPropertyOptional({
    example: 'chargeur solaire',
    description:
      'Des mots ; accents, majuscules et petites fautes sont pardonnés. Les meilleurs d’abord, 120 au plus.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;

  @ApiPropertyOptional({
    example: CATEGORY,
    description:
      'Dans cette catégorie et celles qu’elle contient : son identifiant, celui de l’inventaire, ou son nom s’il n’en désigne qu’une (`energie-solaire`).',
  })
  @IsOptional()
  @IsString()
  @Length(1, 400)
  category?: string;

  wanted(): Wanted {
    return { words: this.q };
  }
}

/** Which products are wanted. */
export class ProductsQuery extends SyncedProductsQuery {
  @ApiPropertyOptional({ example: '5.00', description: 'Prix au moins, dans la monnaie du produit.' })
  @IsOptional()
  @Matches(PRICE)
  minPrice?: string;

  @ApiPropertyOptional({ example: '20.00', description: 'Prix au plus.' })
  @IsOptional()
  @Matches(PRICE)
  maxPrice?: string;

  @ApiPropertyOptional({ example: true, description: '`true` : seulement ce qui n’est pas épuisé.' })
  @IsOptional()
  @AsBoolean()
  @IsBoolean()
  inStock?: boolean;

  @ApiPropertyOptional({ example: true, description: '`false` : ceux qui ne sont plus en vente.' })
  @IsOptional()
  @AsBoolean()
  @IsBoolean()
  active?: boolean;

  override wanted(): Wanted {
    const { minPrice, maxPrice, inStock, active } = this;
    if (minPrice !== undefined && maxPrice !== undefined && Number(minPrice) > Number(maxPrice))
      throw new InvalidRequest([{ field: 'maxPrice', message: 'doit être au moins « minPrice »' }]);
    return { ...super.wanted(), minPrice, maxPrice, inStock, active };
  }
}

/** Which categories are wanted. */
export class CategoriesQuery {
  @ApiPropertyOptional({
    example: CATEGORY,
    description: 'Celles que contient cette catégorie, nommée comme dans `category` ; sinon les premières.',
  })
  @IsOptional()
  @IsString()
  @Length(1, 400)
  parentId?: string;
}

/** Categories as the inventory's own route lists them. */
export class SyncedCategoriesQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'hygiene', description: 'Une partie du nom.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;
}

export class ProductDto {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ example: 'CHG-SOL-01', description: 'La référence du vendeur.' })
  sku: string;

  @ApiProperty({ example: 'Chargeur solaire 10 W' })
  name: string;

  @ApiProperty({ example: 'Charge un téléphone en trois heures de soleil.' })
  description: string;

  @ApiProperty({ example: '12.50', description: 'Montant exact, en texte.' })
  price: string;

  @ApiProperty({ example: 'USD' })
  currency: string;

  @ApiProperty({ type: Number, nullable: true, example: 40, description: '`null` : personne ne compte.' })
  stock: number | null;

  @ApiProperty({ type: String, nullable: true, example: CATEGORY })
  categoryId: string | null;

  @ApiProperty({ type: [String], example: ['https://boutique.exemple.cd/chargeur.jpg'] })
  images: string[];

  @ApiProperty({ example: true, description: 'En vente.' })
  active: boolean;

  @ApiProperty({ example: MOMENT, description: 'Quand son contenu a été copié pour la dernière fois.' })
  syncedAt: string;

  static of(product: Product): ProductDto {
    return Object.assign(new ProductDto(), { ...product, syncedAt: product.syncedAt.toISOString() });
  }
}

export class CategoryDto {
  @ApiProperty({ example: CATEGORY })
  id: string;

  @ApiProperty({ example: 'Énergie' })
  name: string;

  @ApiProperty({ type: String, nullable: true, example: null })
  parentId: string | null;

  @ApiProperty({ example: 12, description: 'Produits en vente, ceux des catégories contenues compris.' })
  products: number;

  static of(category: Category): CategoryDto {
    return Object.assign(new CategoryDto(), category);
  }
}

export class CategoryListDto {
  @ApiProperty({ type: [CategoryDto] })
  items: CategoryDto[];

  @ApiProperty({ type: String, nullable: true, example: null })
  nextCursor: null;
}

export class SyncedCategoryDto {
  @ApiProperty({ example: CATEGORY })
  id: string;

  @ApiProperty({ example: 'Énergie' })
  name: string;

  @ApiProperty({ type: String, nullable: true, example: null })
  parentId: string | null;

  @ApiProperty({ example: true })
  active: boolean;

  @ApiProperty({ example: MOMENT })
  syncedAt: string;

  static of({ id, name, parentId, active, syncedAt }: CategoryRow): SyncedCategoryDto {
    const shown = { id, name, parentId, active, syncedAt: syncedAt.toISOString() };
    return Object.assign(new SyncedCategoryDto(), shown);
  }
}
