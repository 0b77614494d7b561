import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject } from 'class-validator';
import { type Kept, type Outcome, OUTCOMES } from './intake.service.js';

const INPUT = {
  sku: 'CHG-SOL-01',
  name: 'Chargeur solaire 10 W',
  description: 'Charge un téléphone en trois heures de soleil.',
  price: '12.50',
  currency: 'USD',
  stock: 40,
  category: 'Énergie > Solaire',
  images: ['https://boutique.exemple.cd/chargeur.jpg'],
  active: true,
};

/** Products to keep. Each is judged by itself, so that a bad one does not stop the others. */
export class ProductsBody {
  @ApiProperty({
    type: 'array',
    items: { type: 'object' },
    minItems: 1,
    maxItems: 1_000,
    example: [INPUT],
    description:
      'Chacun avec `sku`, `name` et `price` ; au choix `description`, `currency`, `stock`, `category` (chemin de noms), `images`, `active`. Un produit connu est remplacé en entier.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1_000)
  @IsObject({ each: true })
  products: Record<string, unknown>[];
}

export class KeptDto {
  @ApiProperty({ type: String, nullable: true, example: 'CHG-SOL-01' })
  sku: string | null;

  @ApiProperty({ enum: OUTCOMES, example: 'added' })
  outcome: Outcome;

  @ApiPropertyOptional({
    example: 'price : doit être un nombre positif',
    description: 'Pourquoi il est refusé.',
  })
  reason?: string;
}

/** What became of each product. */
export class KeptListDto {
  @ApiProperty({ example: 1 })
  added: number;

  @ApiProperty({ example: 0 })
  updated: number;

  @ApiProperty({ example: 0 })
  unchanged: number;

  @ApiProperty({ example: 0 })
  failed: number;

  @ApiProperty({ type: [KeptDto], description: 'Dans l’ordre donné.' })
  items: KeptDto[];

  static of(kept: readonly Kept[]): KeptListDto {
    const count = (outcome: Outcome): number => kept.filter((each) => each.outcome === outcome).length;
    const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, count(outcome)]));
    return Object.assign(new KeptListDto(), { ...counts, items: [...kept] });
  }
}
