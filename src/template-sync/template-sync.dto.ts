import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageQuery } from '../platform/web/page.dto.js';
import { localOf, viewOf } from './mirror/view.js';
import type { Template } from './mirror/templates.repository.js';

const ID = '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b';
const MOMENT = '2026-11-21T10:15:30.123Z';
export const COMPONENTS = [
  { type: 'BODY', text: 'Bonjour {{1}}, votre commande est prête.', example: { body_text: [['Awa']] } },
  { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Merci' }] },
];

/** `?active=false` is a text that is true. */
export const AsBoolean = (): PropertyDecorator =>
  Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => {
    const value = obj[key];
    if (value === 'true') return true;
    return value === 'false' ? false : value;
  });

/** Which templates are wanted. */
export class TemplatesQuery extends PageQuery {
  @ApiPropertyOptional({ example: '102290129340398', description: 'Un compte WhatsApp Business.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  accountId?: string;

  @ApiPropertyOptional({ example: 'commande_prete' })
  @IsOptional()
  @IsString()
  @MaxLength(512)
  name?: string;

  @ApiPropertyOptional({ example: 'fr' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  language?: string;

  @ApiPropertyOptional({ example: 'APPROVED' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  status?: string;

  @ApiPropertyOptional({ example: 'UTILITY' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  category?: string;

  @ApiPropertyOptional({ example: true, description: '`false` : ceux qui ont disparu de la source.' })
  @IsOptional()
  @AsBoolean()
  @IsBoolean()
  active?: boolean;

  @ApiPropertyOptional({
    example: 'commande prete',
    description: 'Des mots du nom ou des textes ; accents et majuscules sont pardonnés.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;
}

/** A template of the local copy. */
export class TemplateDto {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ example: '102290129340398', description: 'Le compte WhatsApp Business.' })
  accountId: string;

  @ApiProperty({ example: '572279198452421', description: 'Identifiant chez WhatsApp.' })
  metaId: string;

  @ApiProperty({ example: 'commande_prete' })
  name: string;

  @ApiProperty({ example: 'fr' })
  language: string;

  @ApiProperty({ example: 'UTILITY' })
  category: string;

  @ApiProperty({ example: 'APPROVED' })
  status: string;

  @ApiProperty({ example: true, description: 'La source l’a encore.' })
  active: boolean;

  @ApiProperty({ example: true, description: 'Approuvé, actif et compris de Relais.' })
  sendable: boolean;

  @ApiProperty({ type: String, nullable: true, example: 'GREEN' })
  quality: string | null;

  @ApiProperty({ enum: ['POSITIONAL', 'NAMED'], example: 'POSITIONAL' })
  parameterFormat: string;

  @ApiProperty({ type: 'array', items: { type: 'object' }, example: COMPONENTS })
  components: unknown[];

  @ApiProperty({ type: [String], example: ['commandes'] })
  tags: string[];

  @ApiProperty({ example: MOMENT })
  updatedAt: string;

  static of(template: Template): TemplateDto {
    const view = viewOf(template);
    return Object.assign(new TemplateDto(), { ...view, updatedAt: view.updatedAt.toISOString() });
  }
}

/** A template with what people here have written to it. */
export class TemplateDetailDto extends TemplateDto {
  @ApiProperty({ type: String, nullable: true, example: 'NONE' })
  rejectedReason: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  subCategory: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  previousCategory: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'La catégorie que WhatsApp juge exacte.',
  })
  correctCategory: string | null;

  @ApiProperty({ example: 3, description: 'Numéro de la dernière version.' })
  revision: number;

  @ApiProperty({ example: MOMENT })
  createdAt: string;

  @ApiProperty({ type: String, nullable: true, example: 'Pour les commandes en ligne.' })
  notes: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Équipe boutique' })
  owner: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { 1: 'cher client' },
    description: 'Valeurs par défaut des paramètres, par nom ou numéro.',
  })
  defaults: Record<string, string>;

  static override of(template: Template): TemplateDetailDto {
    const { rejectedReason, subCategory, previousCategory, correctCategory, revision, createdAt } =
      template.row;
    return Object.assign(new TemplateDetailDto(), TemplateDto.of(template), localOf(template.local), {
      rejectedReason,
      subCategory,
      previousCategory,
      correctCategory,
      revision,
      createdAt: createdAt.toISOString(),
    });
  }
}

class LocalFields {
  @ApiProperty({ type: [String], example: ['commandes'], description: '30 mots au plus.' })
  @IsArray()
  @ArrayMaxSize(30)
  @IsString({ each: true })
  @MaxLength(60, { each: true })
  tags: string[];

  @ApiProperty({ type: String, nullable: true, example: 'Pour les commandes en ligne.' })
  @IsOptional()
  @IsString()
  @MaxLength(10_000)
  notes: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Équipe boutique' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  owner: string | null;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { 1: 'cher client' } })
  @IsObject()
  defaults: Record<string, string>;
}

/** What is to be written to a template; what is not named stays. */
export class LocalBody extends PartialType(LocalFields) {}

/** A fault of a call or a draft. */
export class FaultDto {
  @ApiProperty({ example: '132000', description: 'Le numéro de WhatsApp quand il existe.' })
  code: string;

  @ApiProperty({ example: 'body' })
  component: string;

  @ApiPropertyOptional({ example: 0, description: 'Quel paramètre, bouton ou carte, à partir de 0.' })
  index?: number;

  @ApiProperty({ example: 'Il faut 1 paramètre, l’appel en donne 2.' })
  message: string;
}

/** Whether something can be sent or submitted. */
export class TemplateCheckDto {
  @ApiProperty({ example: false })
  valid: boolean;

  @ApiProperty({ type: [FaultDto] })
  faults: FaultDto[];
}

/** A template as it is read on a phone. */
export class PreviewDto {
  @ApiPropertyOptional({ example: 'Votre commande' })
  header?: string;

  @ApiProperty({ example: 'Bonjour Awa, votre commande est prête.' })
  body: string;

  @ApiPropertyOptional({ example: 'Boutique du centre' })
  footer?: string;

  @ApiProperty({ type: [String], example: ['Merci'] })
  buttons: string[];
}

/** The object `template` of a message. */
export const CALL = {
  name: 'commande_prete',
  language: { code: 'fr' },
  components: [{ type: 'body', parameters: [{ type: 'text', text: 'Awa' }] }],
};
