import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Type as As } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { CursorUnknown } from './web.errors.js';

/** Which part of a list is wanted. Extend it for the filters of a list. */
export class PageQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50, description: 'Nombre de lignes au plus.' })
  @As(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiPropertyOptional({ description: 'La valeur `nextCursor` de la page précédente.' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;
}

/** One part of a list. */
export interface Page<T> {
  items: T[];
  /** Where the next part begins; `null` at the end. */
  nextCursor: string | null;
}

/** The position after which a page begins, as `pageOf` made it; `null` for the first page. */
export function positionOf(query: PageQuery): string | null {
  if (query.cursor === undefined) return null;
  const position = Buffer.from(query.cursor, 'base64url').toString();
  // No database takes the empty character, and no position of ours has it.
  const isOurs = position !== '' && !position.includes('\0') && cursorAt(position) === query.cursor;
  if (!isOurs) throw new CursorUnknown();
  return position;
}

/** A page from `limit + 1` rows at most: the row too many only tells that there is a next page. */
export function pageOf<T>(rows: readonly T[], limit: number, position: (row: T) => string): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? cursorAt(position(last)) : null };
}

/** Documents a route that answers with a page of `Item`. */
export function ApiPage(Item: Type<unknown>, description: string): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(Item),
    ApiOkResponse({
      description,
      schema: {
        type: 'object',
        required: ['items', 'nextCursor'],
        properties: {
          items: { type: 'array', items: { $ref: getSchemaPath(Item) } },
          nextCursor: { type: 'string', nullable: true, example: 'MDE5OGMxYTItN2QzZQ' },
        },
      },
    }),
  );
}

/** The cursor of a page that begins after this position. */
export function cursorAt(position: string): string {
  return Buffer.from(position).toString('base64url');
}
