import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { COMPONENTS } from '../template-sync.dto.js';
import type { Presence } from './ready.service.js';
import { READY_LANGUAGES, type ReadyLanguage, type ReadyTemplate } from './shipped.js';

/** Where a ready template is to be made. */
export class ReadyBody {
  @ApiPropertyOptional({ example: '102290129340398', description: 'Nécessaire s’il y a plusieurs comptes.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  accountId?: string;

  @ApiProperty({ enum: READY_LANGUAGES, example: 'fr' })
  @IsIn(READY_LANGUAGES)
  language: ReadyLanguage;
}

export class PresenceDto implements Presence {
  @ApiProperty({ example: '102290129340398' })
  accountId: string;

  @ApiProperty({ enum: READY_LANGUAGES, example: 'fr' })
  language: ReadyLanguage;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Son identifiant dans la copie locale ; `null` : il n’y est pas.',
    example: '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b',
  })
  templateId: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'APPROVED' })
  status: string | null;
}

export class ReadyTextDto {
  @ApiProperty({ enum: READY_LANGUAGES, example: 'fr' })
  language: ReadyLanguage;

  @ApiProperty({ type: [Object], example: COMPONENTS })
  components: Record<string, unknown>[];
}

export class ReadyDto {
  @ApiProperty({ example: 'order_status' })
  name: string;

  @ApiProperty({ example: 'UTILITY' })
  category: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'L’usage pour lequel il est écrit (`PUT /api/messages/purposes/{purpose}`).',
    example: 'order-status',
  })
  purpose: string | null;

  @ApiProperty({ description: 'À quoi il sert, et ce que sont ses variables.' })
  about: string;

  @ApiProperty({ type: [ReadyTextDto] })
  texts: ReadyTextDto[];

  @ApiProperty({ type: [PresenceDto], description: 'Où il est déjà, par compte et par langue.' })
  presence: PresenceDto[];

  static of({ ready, presence }: { ready: ReadyTemplate; presence: Presence[] }): ReadyDto {
    const { name, category, purpose, about, languages } = ready;
    const texts = READY_LANGUAGES.map((language) => ({ language, components: languages[language] }));
    return { name, category, purpose, about, texts, presence };
  }
}

export class ReadyListDto {
  @ApiProperty({ type: [ReadyDto] })
  items: ReadyDto[];
}
