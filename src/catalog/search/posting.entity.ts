import { Entity, Index, PrimaryColumn } from 'typeorm';

/** Where in a product a word stands. */
export const IN_TITLE = 1;
export const IN_TEXT = 2;

/** A word of a product. */
@Entity('catalog_posting')
@Index(['productId'])
export class PostingRow {
  @PrimaryColumn({ type: String, length: 128 })
  word: string;

  @PrimaryColumn({ type: String, length: 36 })
  productId: string;

  /** `IN_TITLE` or `IN_TEXT`: the best place where it stands. */
  @PrimaryColumn({ type: 'int' })
  place: number;
}

/** A piece of a word that some product has or had: what leads from one typed wrong, or not yet whole, to those that exist. */
@Entity('catalog_gram')
export class GramRow {
  @PrimaryColumn({ type: String, length: 132 })
  gram: string;

  @PrimaryColumn({ type: String, length: 128 })
  word: string;
}
