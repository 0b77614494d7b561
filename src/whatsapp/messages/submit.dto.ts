import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import { z } from 'zod';
import type { Submitted } from '../whatsapp.contract.js';
import { SUBMIT_EXAMPLES } from './submit-examples.js';
import { INTERACTIVE_KINDS } from './submit-interactive.js';
import { ENVELOPE, KINDS, SUBMIT_TYPES } from './submit-kinds.js';

const ID = '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11';

type Schema = Extract<Parameters<typeof ApiBody>[0], { schema: unknown }>['schema'];

/** Documents the body of a message: each type with its shape and an example. */
export function ApiSubmission(): MethodDecorator {
  return applyDecorators(
    ApiBody({ schema: { oneOf: SUBMIT_TYPES.map(schemaOf) }, examples: { ...SUBMIT_EXAMPLES } }),
  );
}

function schemaOf(type: (typeof SUBMIT_TYPES)[number]): Schema {
  const shape =
    type === 'interactive'
      ? z.union(Object.values(INTERACTIVE_KINDS).map(({ schema }) => schema))
      : KINDS[type].schema;
  const whole = z.strictObject({ ...ENVELOPE, type: z.literal(type), [type]: shape });
  const made = z.toJSONSchema(whole, {
    target: 'openapi-3.0',
    io: 'input',
    unrepresentable: 'any',
    // The format says it, and people can read that.
    override: ({ jsonSchema }) => void delete jsonSchema.pattern,
  });
  return { title: type, ...made } as Schema;
}

export class SubmitAnswer {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ enum: ['queued', 'scheduled'], example: 'queued' })
  state: 'queued' | 'scheduled';

  @ApiPropertyOptional({
    type: [String],
    description: 'Avec `split` : tous les messages, dans leur ordre.',
    example: [ID],
  })
  ids?: string[];

  @ApiPropertyOptional({
    description: '`true` : la fenêtre est fermée, le modèle de remplacement part.',
    example: true,
  })
  fallback?: boolean;
}

export function submitAnswer({ id, state, ids, fallback }: Submitted): SubmitAnswer {
  return { id, state, ...(ids.length > 1 && { ids: [...ids] }), ...(fallback && { fallback }) };
}

export class SubmitFault {
  @ApiProperty({ description: 'Code stable, comme pour une erreur de l’envoi.', example: 'whatsapp.content' })
  code: string;

  @ApiPropertyOptional({ description: 'Chemin du champ dans la requête.', example: 'text.body' })
  field?: string;

  @ApiProperty({ example: 'Le texte compte 5 000 caractères, WhatsApp en accepte 4096.' })
  message: string;

  @ApiPropertyOptional({ description: 'La limite, où c’en est une.', example: 4096 })
  limit?: number;

  @ApiPropertyOptional({ description: 'Ce qui a été donné, mesuré comme la limite.', example: 5000 })
  length?: number;
}

export class SubmitRehearsal {
  @ApiProperty({ description: '`true` : le message partirait.', example: true })
  valid: boolean;

  @ApiProperty({ type: [SubmitFault] })
  faults: SubmitFault[];

  @ApiProperty({ description: 'En combien de messages il partirait.', example: 1 })
  messages: number;

  @ApiProperty({ description: '`true` : le modèle de remplacement partirait.', example: false })
  fallback: boolean;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Jusqu’à quand tout peut partir ; `null` : la fenêtre est fermée, ou n’importe pas ici.',
    example: '2026-11-21T10:15:30.123Z',
  })
  windowUntil: string | null;
}

export class ReadBody {
  @ApiPropertyOptional({
    description: '`true` : montre aussi qu’une réponse est en train d’être écrite.',
    example: false,
  })
  @IsOptional()
  @IsBoolean()
  typing?: boolean;
}

export class CancelAnswer {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ enum: ['cancelled'], example: 'cancelled' })
  state: 'cancelled';
}
