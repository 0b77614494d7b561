import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { PageQuery } from '../../platform/web/page.dto.js';

const ID = '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11';

export const MESSAGE_STATES = [
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

export class MessageQuery extends PageQuery {
  @ApiPropertyOptional({
    enum: ['in', 'out'],
    description: 'Reçus (`in`) ou envoyés (`out`) ; sans lui, les deux.',
  })
  @IsOptional()
  @IsIn(['in', 'out'])
  direction?: 'in' | 'out';

  @ApiPropertyOptional({ description: 'Seulement les messages de ce contact.', example: ID })
  @IsOptional()
  @IsUUID()
  contactId?: string;
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

export class InboxQuery extends PageQuery {
  @ApiProperty({
    enum: ['dead', 'kept'],
    description: '`dead` : traités sans succès. `kept` : gardés sans être compris.',
  })
  @IsIn(['dead', 'kept'])
  state: 'dead' | 'kept' = 'dead';
}

export class ReplayBody {
  @ApiPropertyOptional({ type: [String], description: 'Les messages à rejouer, 500 au plus.', example: [ID] })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @IsUUID(undefined, { each: true })
  ids?: string[];

  @ApiPropertyOptional({ description: '`true` : tous ceux de l’état `state`.', example: false })
  @IsOptional()
  @IsBoolean()
  all?: boolean;

  @ApiPropertyOptional({ enum: ['failed', 'unknown'], default: 'failed' })
  @IsOptional()
  @IsIn(['failed', 'unknown'])
  state: 'failed' | 'unknown' = 'failed';
}

export class ReplayAnswer {
  @ApiProperty({ description: 'Combien de messages repartent.', example: 1 })
  replayed: number;
}

export class MessageError {
  @ApiProperty({ example: '131026' })
  code: string;

  @ApiProperty({ example: 'Ce numéro n’est pas sur WhatsApp ou son application est trop ancienne.' })
  meaning: string;

  @ApiProperty({ example: 'Vérifiez le numéro avec la personne.' })
  advice: string;
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

  @ApiProperty({ description: 'Sorte de contenu ; le contenu lui-même n’est pas montré.', example: 'text' })
  type: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Identifiant chez le fournisseur.',
    example: 'id-du-fournisseur',
  })
  providerId: string | null;

  @ApiProperty({ type: String, nullable: true, example: ID })
  contactId: string | null;

  @ApiProperty({ description: 'Nom du canal.', example: 'canal' })
  channel: string;

  @ApiProperty({ example: '106540352242922' })
  number: string;

  @ApiPropertyOptional({ type: MessageError })
  error?: MessageError;

  @ApiProperty({ type: [MessageEvent] })
  events: MessageEvent[];
}

export class UpdateView {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ enum: ['message', 'status', 'other'], example: 'other' })
  kind: string;

  @ApiProperty({ description: 'Sorte de contenu, ou nom du champ inconnu.', example: 'account_alerts' })
  topic: string;

  @ApiProperty({ example: '106540352242922' })
  number: string;

  @ApiProperty({ example: '2026-11-21T10:15:30.123Z' })
  receivedAt: string;

  @ApiProperty({ example: 5 })
  attempts: number;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Pourquoi il n’a pas pu être traité.',
    example: null,
  })
  error: string | null;
}
