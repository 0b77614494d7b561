import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import type { Reminded } from './sending.service.js';

/** How a code is to be sent again; nothing has to be said where one phone has it. */
export class RemindBody {
  @ApiPropertyOptional({
    example: '106540352242922',
    description:
      'Identifiant de votre numéro ; sinon celui auquel la personne a écrit en dernier, sinon le numéro par défaut.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  number?: string;

  @ApiPropertyOptional({
    example: 'fr',
    description: 'Sinon la langue de la conversation, et à défaut celle du service.',
  })
  @IsOptional()
  @Matches(/^[a-z]{2,3}(_[A-Za-z]{2,4})?$/, { message: 'doit s’écrire comme « fr » ou « en_US »' })
  language?: string;

  @ApiPropertyOptional({
    example: '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11',
    description: 'Nécessaire si plusieurs téléphones ont ce code.',
  })
  @IsOptional()
  @IsUUID()
  contactId?: string;
}

/** What is on its way. */
export class RemindedDto implements Reminded {
  @ApiProperty({
    example: '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d22',
    description: 'À suivre dans `/api/messages`.',
  })
  messageId: string;

  @ApiProperty({
    enum: ['template', 'message'],
    description:
      '`message` : le code et sa carte ; `template` : le modèle avec la carte, hors de la fenêtre de 24 heures.',
  })
  kind: Reminded['kind'];
}
