import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type as As } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { InvalidRequest } from '../../platform/web/web.errors.js';
import type { MediaKind, OutboundContent } from '../../whatsapp/whatsapp-content.contract.js';

const ID = '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11';
const MEDIA = ['image', 'video', 'audio', 'document', 'sticker'] as const satisfies readonly MediaKind[];

export class FileBody {
  @ApiProperty({ description: 'Un fichier de `/api/media`.', example: ID })
  @IsUUID()
  id: string;

  @ApiProperty({ enum: MEDIA, description: 'Comme quoi il est montré.', example: 'image' })
  @IsIn(MEDIA)
  as: MediaKind;

  @ApiPropertyOptional({ example: 'Votre reçu', maxLength: 1024 })
  @IsOptional()
  @IsString()
  @Length(1, 1024)
  caption?: string;

  @ApiPropertyOptional({ example: 'recu.pdf' })
  @IsOptional()
  @IsString()
  @Length(1, 240)
  filename?: string;
}

export class TemplateBody {
  @ApiProperty({ example: 'rappel_rendez_vous' })
  @IsString()
  @Matches(/^[a-z0-9_]{1,512}$/)
  name: string;

  @ApiProperty({ example: 'fr' })
  @IsString()
  @Matches(/^[a-z]{2,3}(?:_[A-Za-z]{2,4})?$/)
  language: string;

  @ApiPropertyOptional({
    type: [Object],
    description: 'Les valeurs, comme dans `POST /api/messages`.',
    example: [{ type: 'body', parameters: [{ type: 'text', text: 'Awa' }] }],
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  components: unknown[] = [];
}

/** Exactly one of `text`, `file` and `template`. */
export class AnswerBody {
  @ApiPropertyOptional({
    description: 'Un texte ; il est coupé s’il est trop long.',
    example: 'Bonjour Awa, votre commande part demain.',
  })
  @IsOptional()
  @IsString()
  @Length(1, 16_000)
  text?: string;

  @ApiPropertyOptional({
    type: [String],
    description: 'Avec `text` : des réponses à toucher, 3 au plus.',
    example: ['Oui', 'Non'],
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @IsString({ each: true })
  @Length(1, 20, { each: true })
  buttons?: string[];

  @ApiPropertyOptional({ type: FileBody })
  @IsOptional()
  @ValidateNested()
  @As(() => FileBody)
  file?: FileBody;

  @ApiPropertyOptional({
    type: TemplateBody,
    description: 'Le seul moyen quand la fenêtre de 24 h est fermée.',
  })
  @IsOptional()
  @ValidateNested()
  @As(() => TemplateBody)
  template?: TemplateBody;

  /** What is to be sent. Throws `InvalidRequest` where it is not exactly one thing. */
  static content({ text, buttons, file, template }: AnswerBody): OutboundContent {
    const given = [text, file, template].filter((each) => each !== undefined);
    if (given.length !== 1 || (buttons !== undefined && text === undefined)) throw new InvalidRequest([ONE]);
    if (template !== undefined) return { kind: 'template', ...template };
    if (file !== undefined) {
      const { id, as, caption, filename } = file;
      return { kind: 'media', media: as, source: { file: id }, caption, filename };
    }
    const words = text ?? '';
    if (buttons === undefined) return { kind: 'text', text: words };
    return {
      kind: 'buttons',
      text: words,
      buttons: buttons.map((title, n) => ({ id: `agent-${n + 1}`, title })),
    };
  }
}

const ONE = {
  field: 'text',
  message: 'donnez soit « text » (avec « buttons » ou non), soit « file », soit « template »',
};

export class AnsweredDto {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ enum: ['queued', 'scheduled'], example: 'queued' })
  state: 'queued' | 'scheduled';

  @ApiProperty({
    type: [String],
    description: 'Tous les messages, quand un long texte a été coupé.',
    example: [ID],
  })
  ids: string[];

  @ApiProperty({
    description: 'La clé d’idempotence était connue : rien de nouveau n’est parti.',
    example: false,
  })
  repeated: boolean;
}

export class AssignBody {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Identifiant de la personne, `me` pour soi, `null` pour personne.',
    example: 'me',
  })
  @ValidateIf(({ userId }: AssignBody) => userId !== null)
  @IsString()
  @Matches(/^[\w:.-]{1,80}$/)
  userId: string | null;
}
