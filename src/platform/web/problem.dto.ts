import { applyDecorators } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiProperty,
  ApiPropertyOptional,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';

/** What is wrong with one field of a request. */
export class FieldError {
  @ApiProperty({ example: 'limit', description: 'Chemin du champ dans la requête.' })
  field: string;

  @ApiProperty({ example: 'doit être au plus 200' })
  message: string;

  @ApiPropertyOptional({ example: 200, description: 'La limite, où c’en est une.' })
  limit?: number;

  @ApiPropertyOptional({ example: 250, description: 'Ce qui a été donné, mesuré comme la limite.' })
  length?: number;
}

/** Every error of the HTTP interface (RFC 9457, `application/problem+json`). */
export class ProblemDto {
  @ApiProperty({ example: 'urn:relais:problem:request.invalid', description: 'Genre de problème, stable.' })
  type: string;

  @ApiProperty({ example: 'Requête invalide', description: 'Résumé pour une personne.' })
  title: string;

  @ApiProperty({ example: 400, description: 'Statut HTTP.' })
  status: number;

  @ApiProperty({ example: 'request.invalid', description: 'Code stable, pour un programme.' })
  code: string;

  @ApiProperty({
    example: 'La requête contient un champ invalide.',
    description: 'Ce qui s’est passé et que faire.',
  })
  detail: string;

  @ApiProperty({
    example: '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b',
    description: 'À citer en demandant de l’aide.',
  })
  requestId: string;

  @ApiPropertyOptional({ type: [FieldError], description: 'Les champs refusés, un par ligne.' })
  errors?: FieldError[];
}

/** Documents one error of a route: its status, its stable code, and what a person reads. */
export function ApiProblem(status: number, code: string, detail: string): ClassDecorator & MethodDecorator {
  return applyDecorators(
    ApiExtraModels(ProblemDto),
    ApiResponse({ status, ...problemResponse(status, code, detail) }),
  );
}

/** The same as the documentation has it. */
export function problemResponse(status: number, code: string, detail: string): ProblemResponse {
  const example = { type: `urn:relais:problem:${code}`, status, code, detail, requestId: REQUEST_ID };
  return {
    description: detail,
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) }, example } },
  };
}

interface ProblemResponse {
  description: string;
  content: Record<string, { schema: { $ref: string }; example: object }>;
}

const REQUEST_ID = '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b';
