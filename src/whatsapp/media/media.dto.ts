import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';
import { PageQuery } from '../../platform/web/page.dto.js';
import type { MediaRow } from './media.entity.js';

const ID = '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11';
const STATES = ['wanted', 'stored', 'gone', 'refused', 'failed'] as const;

export class MediaQuery extends PageQuery {
  @ApiPropertyOptional({
    enum: ['in', 'out'],
    description: 'Reçus (`in`) ou remis pour être envoyés (`out`).',
  })
  @IsOptional()
  @IsIn(['in', 'out'])
  direction?: 'in' | 'out';

  @ApiPropertyOptional({ description: 'Seulement les fichiers de ce contact.', example: ID })
  @IsOptional()
  @IsUUID()
  contactId?: string;
}

export class UploadFileQuery {
  @ApiPropertyOptional({ maxLength: 200, description: 'Nom que la personne verra.', example: 'Horaires.pdf' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  filename?: string;

  @ApiPropertyOptional({
    description: 'Contact à qui il est destiné : le fichier est effacé avec lui.',
    example: ID,
  })
  @IsOptional()
  @IsUUID()
  contactId?: string;
}

export class UploadedFileDto {
  @ApiProperty({ description: 'À donner comme `file` dans un message.', example: ID })
  id: string;

  @ApiProperty({ example: 'application/pdf' })
  mime: string;

  @ApiProperty({ description: 'Taille en octets.', example: 48_213 })
  size: number;

  @ApiProperty({
    description: 'Empreinte SHA-256, en hexadécimal.',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  sha256: string;
}

export class MediaView {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ enum: ['in', 'out'], example: 'in' })
  direction: 'in' | 'out';

  @ApiProperty({ enum: ['image', 'video', 'audio', 'voice', 'document', 'sticker'], example: 'image' })
  kind: string;

  @ApiProperty({
    enum: STATES,
    description:
      '`stored` : il est ici. `wanted` : à chercher. `gone` : n’existe plus. `refused` : n’était pas ce qui était annoncé. `failed` : impossible à obtenir.',
    example: 'stored',
  })
  state: (typeof STATES)[number];

  @ApiProperty({ type: String, nullable: true, example: 'image/jpeg' })
  mime: string | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Taille en octets.', example: 48_213 })
  size: number | null;

  @ApiProperty({ type: String, nullable: true, description: 'Message qui l’a apporté.', example: ID })
  messageId: string | null;

  @ApiProperty({ type: String, nullable: true, example: ID })
  contactId: string | null;

  @ApiProperty({ example: '2026-11-21T10:15:30.123Z' })
  createdAt: string;

  @ApiPropertyOptional({ description: 'Ce qui s’est passé, en un mot.', example: 'too-large' })
  error?: string;

  static of(row: MediaRow): MediaView {
    const { id, direction, kind, mime, byteCount, messageId, contactId, createdAt, error } = row;
    return {
      id,
      direction,
      kind,
      state: row.state.toLowerCase() as MediaView['state'],
      mime,
      size: byteCount,
      messageId,
      contactId,
      createdAt: createdAt.toISOString(),
      ...(error !== null && { error }),
    };
  }
}
