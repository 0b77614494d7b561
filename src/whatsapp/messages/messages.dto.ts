import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type as As } from 'class-transformer';
import { IsDate, IsIn, IsOptional, IsString, IsUUID, Length } from 'class-validator';
import type { Origin, ToldError } from '../whatsapp.contract.js';
import { PageQuery } from '../../platform/web/page.dto.js';

const ID = '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11';

export const MESSAGE_STATES = [
  'scheduled',
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
  'unknown',
  'cancelled',
  'received',
] as const;

export type MessageState = (typeof MESSAGE_STATES)[number];

const ORIGINS = ['bot', 'agent', 'api', 'campaign', 'phone'] as const satisfies readonly Origin[];

export class MessageQuery extends PageQuery {
  @ApiPropertyOptional({
    enum: ['in', 'out'],
    description: 'Reçus (`in`) ou envoyés (`out`) ; sans lui, les deux.',
  })
  @IsOptional()
  @IsIn(['in', 'out'])
  direction?: 'in' | 'out';

  @ApiPropertyOptional({ enum: MESSAGE_STATES, description: 'Seulement dans cet état.' })
  @IsOptional()
  @IsIn(MESSAGE_STATES)
  state?: MessageState;

  @ApiPropertyOptional({
    description: 'Sorte de contenu : `text`, `tap`, `image`, `template`…',
    example: 'text',
  })
  @IsOptional()
  @IsString()
  @Length(1, 60)
  type?: string;

  @ApiPropertyOptional({ description: 'Seulement les messages de ce contact.', example: ID })
  @IsOptional()
  @IsUUID()
  contactId?: string;

  @ApiPropertyOptional({ description: 'Identifiant de notre numéro.', example: '106540352242922' })
  @IsOptional()
  @IsString()
  @Length(1, 40)
  number?: string;

  @ApiPropertyOptional({
    enum: ORIGINS,
    description:
      'Qui a voulu l’envoi : le dialogue, l’équipe, un programme, une campagne. `phone` : écrit sur le téléphone qui partage le numéro.',
  })
  @IsOptional()
  @IsIn(ORIGINS)
  origin?: Origin;

  @ApiPropertyOptional({ description: 'Parcours qui a écrit.', example: 'uic' })
  @IsOptional()
  @IsString()
  @Length(1, 20)
  flow?: string;

  @ApiPropertyOptional({ description: 'Code de la dernière erreur.', example: '131026' })
  @IsOptional()
  @IsString()
  @Length(1, 40)
  errorCode?: string;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description:
      'À partir de ce moment. Sans lui, une recherche par sorte, numéro, origine, parcours ou erreur remonte 31 jours.',
    example: '2026-11-01T00:00:00Z',
  })
  @IsOptional()
  @As(() => Date)
  @IsDate()
  from?: Date;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description: 'Avant ce moment.',
    example: '2026-12-01T00:00:00Z',
  })
  @IsOptional()
  @As(() => Date)
  @IsDate()
  to?: Date;
}

export class OutboxQuery extends PageQuery {
  @ApiPropertyOptional({
    enum: MESSAGE_STATES.filter((state) => state !== 'received'),
    description: 'Seulement dans cet état.',
  })
  @IsOptional()
  @IsIn(MESSAGE_STATES.filter((state) => state !== 'received'))
  state?: Exclude<MessageState, 'received'>;
}

export class ErrorWords {
  @ApiProperty({ example: 'This number is not on WhatsApp, or its app is too old.' })
  meaning: string;

  @ApiProperty({ example: 'Check the number with the person.' })
  advice: string;
}

export class MessageError implements ToldError {
  @ApiProperty({ example: '131026' })
  code: string;

  @ApiProperty({ example: 'Ce numéro n’est pas sur WhatsApp ou son application est trop ancienne.' })
  meaning: string;

  @ApiProperty({ example: 'Vérifiez le numéro avec la personne.' })
  advice: string;

  @ApiProperty({
    type: ErrorWords,
    description: 'En français ; `meaning` et `advice` suivent `Accept-Language` (français sans lui).',
  })
  fr: ErrorWords;

  @ApiProperty({ type: ErrorWords, nullable: true, description: 'La même chose en anglais.' })
  en: ErrorWords | null;
}

export class MessageEvent {
  @ApiProperty({ enum: MESSAGE_STATES, example: 'delivered' })
  state: MessageState;

  @ApiProperty({ example: '2026-11-21T10:15:30.123Z' })
  at: string;
}

export class MessageView {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ enum: ['in', 'out'], example: 'out' })
  direction: 'in' | 'out';

  @ApiProperty({ enum: MESSAGE_STATES, example: 'read' })
  state: MessageState;

  @ApiProperty({
    description: 'Sorte de contenu ; une liste ne montre pas le contenu lui-même.',
    example: 'text',
  })
  type: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'Identifiant chez le fournisseur, montré à l’administration seulement : il peut contenir le numéro.',
    example: 'id-du-fournisseur',
  })
  providerId: string | null;

  @ApiProperty({ type: String, nullable: true, example: ID })
  contactId: string | null;

  @ApiProperty({ description: 'Nom du canal.', example: 'canal' })
  channel: string;

  @ApiProperty({ example: '106540352242922' })
  number: string;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: ORIGINS,
    description: 'Pour un message envoyé.',
    example: 'bot',
  })
  origin: Origin | null;

  @ApiProperty({ type: String, nullable: true, description: 'Parcours qui a écrit.', example: 'uic' })
  flow: string | null;

  @ApiProperty({
    description: 'Écrit dans un groupe : gardé et montré, jamais répondu ; il n’ouvre aucune conversation.',
    example: false,
  })
  inGroup: boolean;

  @ApiPropertyOptional({ type: MessageError })
  error?: MessageError;

  @ApiProperty({ type: [MessageEvent] })
  events: MessageEvent[];
}
