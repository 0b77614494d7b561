import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';
import { PageQuery } from '../../platform/web/page.dto.js';
import type { Origin, ToldError } from '../../whatsapp/whatsapp.contract.js';
import type { ConversationStatus, HandoverReason } from '../conversations.contract.js';
import { MOST_LABELS } from './standing.js';

const ID = '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11';
const AT = '2026-11-21T10:15:30.123Z';
const STATUSES = ['bot', 'waiting', 'human', 'closed'] as const satisfies readonly ConversationStatus[];
const REASONS = ['asked', 'unsure', 'failed', 'agent', 'order'] as const satisfies readonly HandoverReason[];
/** Without the characters that mean something to a search in the database. */
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N} .’-]{0,28}[\p{L}\p{N}])?$/u;
const LABEL_RULE = 'doit avoir de 1 à 30 lettres, chiffres, espaces, points ou tirets';

export class ConversationsQuery extends PageQuery {
  @ApiPropertyOptional({
    enum: STATUSES,
    description: '`bot` automatique, `waiting` attend une personne, `human` suivie, `closed` fermée.',
  })
  @IsOptional()
  @IsIn(STATUSES)
  status?: ConversationStatus;

  @ApiPropertyOptional({ description: '`me`, `none`, ou l’identifiant de la personne.', example: 'me' })
  @IsOptional()
  @Matches(/^[\w:.-]{1,80}$/)
  assignee?: string;

  @ApiPropertyOptional({ description: 'Un de nos numéros (identifiant).', example: '106540352242922' })
  @IsOptional()
  @Matches(/^[\w:+.-]{1,40}$/)
  number?: string;

  @ApiPropertyOptional({ description: 'Celles qui portent cette étiquette.', example: 'livraison' })
  @IsOptional()
  @Matches(LABEL, { message: LABEL_RULE })
  label?: string;

  @ApiPropertyOptional({ description: '`true` : seulement celles qui ont des messages non lus.' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  unread?: boolean;

  @ApiPropertyOptional({ description: 'Le numéro exact de la personne.', example: '+243 81 000 00 01' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  q?: string;
}

export class LastMessageDto {
  @ApiProperty({ enum: ['in', 'out'], example: 'in' })
  direction: 'in' | 'out';

  @ApiProperty({
    description: 'Sorte de contenu ; `private` pour une réponse au questionnaire.',
    example: 'text',
  })
  type: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Début du message.',
    example: 'Bonjour, où en est ma commande ?',
  })
  preview: string | null;

  @ApiProperty({ example: AT })
  at: string;
}

export class ConversationDto {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ example: ID })
  contactId: string;

  @ApiProperty({ type: String, nullable: true, description: 'Nom choisi sur WhatsApp.', example: 'Awa' })
  name: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Numéro ; ses deux derniers chiffres seulement pour qui ne répond pas aux messages.',
    example: '243810000001',
  })
  phone: string | null;

  @ApiProperty({ description: 'La personne ne veut plus de message.', example: false })
  optedOut: boolean;

  @ApiProperty({ description: 'Notre numéro (identifiant).', example: '106540352242922' })
  number: string;

  @ApiProperty({ type: String, nullable: true, example: 'canal' })
  channel: string | null;

  @ApiProperty({ enum: STATUSES, example: 'waiting' })
  status: ConversationStatus;

  @ApiProperty({ type: String, nullable: true, description: 'Qui s’en occupe.', example: ID })
  assignee: string | null;

  @ApiProperty({ description: 'Messages que l’équipe n’a pas lus.', example: 2 })
  unread: number;

  @ApiProperty({ type: [String], example: ['livraison'] })
  labels: string[];

  @ApiProperty({ type: LastMessageDto, nullable: true })
  lastMessage: LastMessageDto | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Jusqu’à quand on peut répondre librement ; `null` : seulement par un modèle.',
    example: AT,
  })
  windowUntil: string | null;

  @ApiProperty({
    enum: REASONS,
    nullable: true,
    example: 'asked',
    description: 'Pourquoi une personne est demandée.',
  })
  handoverReason: HandoverReason | null;

  @ApiProperty({ type: String, nullable: true, description: 'Depuis quand.', example: AT })
  handoverAt: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Parcours en cours.', example: 'uic' })
  flow: string | null;
}

class LineErrorWords {
  @ApiProperty({ example: 'This number is not on WhatsApp, or its app is too old.' })
  meaning: string;

  @ApiProperty({ example: 'Check the number with the person.' })
  advice: string;
}

export class LineErrorDto implements ToldError {
  @ApiProperty({ example: '131026' })
  code: string;

  @ApiProperty({ example: 'Ce numéro n’est pas sur WhatsApp ou son application est trop ancienne.' })
  meaning: string;

  @ApiProperty({ example: 'Vérifiez le numéro avec la personne.' })
  advice: string;

  @ApiProperty({
    type: LineErrorWords,
    description: 'En français ; `meaning` et `advice` suivent `Accept-Language` (français sans lui).',
  })
  fr: LineErrorWords;

  @ApiProperty({ type: LineErrorWords, nullable: true, description: 'La même chose en anglais.' })
  en: LineErrorWords | null;
}

export class LineDto {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ enum: ['in', 'out'], example: 'in' })
  direction: 'in' | 'out';

  @ApiProperty({ description: '`received`, ou l’état de l’envoi.', example: 'received' })
  state: string;

  @ApiProperty({ example: 'text' })
  type: string;

  @ApiProperty({
    type: Object,
    nullable: true,
    additionalProperties: true,
    description: 'Ce qui a été dit ; `null` : effacé, supprimé par son auteur, privé, ou pas pour vous.',
    example: { kind: 'text', text: 'Bonjour, où en est ma commande ?' },
  })
  content: object | null;

  @ApiProperty({ description: 'Réponse au questionnaire ou code : personne ne la lit ici.', example: false })
  isPrivate: boolean;

  @ApiProperty({ enum: ['bot', 'agent', 'api', 'campaign', 'phone'], nullable: true, example: null })
  origin: Origin | null;

  @ApiProperty({ example: AT })
  at: string;

  @ApiProperty({ type: [String], description: 'Fichiers, par leur identifiant.', example: [] })
  files: string[];

  @ApiPropertyOptional({ type: LineErrorDto })
  error?: LineErrorDto;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description:
      'Réaction, modification ou suppression : le message dont il s’agit ; `null` s’il n’est pas connu ici.',
    example: ID,
  })
  targetId?: string | null;

  @ApiPropertyOptional({
    description: 'Quand son auteur l’a modifié en dernier ; les mots nouveaux sont dans la modification.',
    example: AT,
  })
  editedAt?: string;

  @ApiPropertyOptional({
    description: 'Quand son auteur l’a supprimé : son contenu n’est plus montré.',
    example: AT,
  })
  deletedAt?: string;
}

export class LabelsBody {
  @ApiProperty({ type: [String], description: `Au plus ${MOST_LABELS}.`, example: ['livraison', 'urgent'] })
  @IsArray()
  @ArrayMaxSize(MOST_LABELS)
  @ArrayUnique()
  @Matches(LABEL, { each: true, message: LABEL_RULE })
  labels: string[];
}
