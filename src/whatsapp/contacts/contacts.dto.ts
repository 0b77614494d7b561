import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';
import { PageQuery } from '../../platform/web/page.dto.js';

const ID = '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11';
const FOR_TEAM = 'Pour qui peut répondre aux personnes ; sinon masqué.';

export class ContactQuery extends PageQuery {
  @ApiPropertyOptional({
    description: 'La personne qui a ce numéro, avec l’indicatif du pays.',
    example: '+243 810 000 001',
  })
  @IsOptional()
  @IsString()
  @Length(1, 40)
  phone?: string;

  @ApiPropertyOptional({
    description:
      'Une partie du nom ; un numéro ou un identifiant WhatsApp entier est compris aussi. Les noms sont chiffrés : une page peut être courte et avoir une suite.',
    example: 'grace',
  })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  q?: string;
}

export class ContactDto {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: `Chiffres sans « + » ; \`null\` quand WhatsApp le cache. ${FOR_TEAM}`,
    example: '243810000001',
  })
  phone: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: `Identifiant de la personne chez WhatsApp. ${FOR_TEAM}`,
    example: null,
  })
  userId: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: `Nom que la personne a choisi sur WhatsApp. ${FOR_TEAM}`,
    example: 'Grâce M.',
  })
  name: string | null;

  @ApiProperty({ description: 'Ne veut plus rien recevoir sans l’avoir demandé.', example: false })
  optedOut: boolean;

  @ApiProperty({ description: 'Ne veut plus de messages commerciaux.', example: false })
  marketingOptedOut: boolean;

  @ApiProperty({ description: 'Premier contact.', example: '2026-11-21T10:15:30.123Z' })
  createdAt: string;
}
