import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsObject, IsOptional, IsString, Length, Matches } from 'class-validator';
import type { PurposeRow } from './purpose.entity.js';

const COMPONENTS = [{ type: 'body', parameters: [{ type: 'text', text: '{{text}}' }] }];

export class PurposeName {
  @Matches(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, {
    message: 's’écrit en lettres minuscules, chiffres et tirets, comme « suivi-commande »',
  })
  @Length(1, 40)
  purpose: string;
}

export class PurposeBody {
  @ApiProperty({ description: 'Nom du modèle approuvé.', example: 'nouveau_message' })
  @IsString()
  @Length(1, 512)
  name: string;

  @ApiProperty({ example: 'fr' })
  @Matches(/^[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})*$/, { message: 's’écrit comme « fr » ou « pt_BR »' })
  @Length(2, 15)
  language: string;

  @ApiProperty({
    type: [Object],
    description:
      'Valeurs du modèle, comme pour un message « template ». {{text}} y devient le texte du message.',
    example: COMPONENTS,
  })
  @IsArray()
  @ArrayMaxSize(20)
  @IsObject({ each: true })
  components: Record<string, unknown>[];

  @ApiPropertyOptional({
    description: 'Numéro sur le compte duquel le modèle est vérifié ; sinon le numéro habituel.',
    example: '106540352242922',
  })
  @IsOptional()
  @IsString()
  @Length(1, 40)
  from?: string;
}

export class PurposeView {
  @ApiProperty({ example: 'suivi-commande' })
  purpose: string;

  @ApiProperty({ example: 'nouveau_message' })
  name: string;

  @ApiProperty({ example: 'fr' })
  language: string;

  @ApiProperty({ type: [Object], example: COMPONENTS })
  components: unknown[];

  @ApiProperty({ example: '2026-11-21T10:15:30.123Z' })
  updatedAt: string;
}

export function purposeView({ id, template, language, components, updatedAt }: PurposeRow): PurposeView {
  return { purpose: id, name: template, language, components, updatedAt: updatedAt.toISOString() };
}
