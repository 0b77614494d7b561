import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsArray, IsBoolean, IsIn, IsInt, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import { AsBoolean, COMPONENTS } from '../template-sync.dto.js';

/** What a template becomes. */
export class ChangeBody {
  @ApiProperty({
    type: 'array',
    items: { type: 'object' },
    example: COMPONENTS,
    description: 'Remplacent tous les composants.',
  })
  @IsArray()
  @IsObject({ each: true })
  components: object[];

  @ApiPropertyOptional({
    example: 'UTILITY',
    description: 'Ne peut pas changer tant que le modèle est approuvé.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  category?: string;

  @ApiPropertyOptional({ example: 3600, description: 'Délai de remise en secondes.' })
  @IsOptional()
  @IsInt()
  sendTtlSeconds?: number;
}

/** A template to be made. */
export class DraftBody extends ChangeBody {
  @ApiPropertyOptional({ example: '102290129340398', description: 'Nécessaire s’il y a plusieurs comptes.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  accountId?: string;

  @ApiProperty({ example: 'commande_prete' })
  @IsString()
  @MaxLength(1_000)
  name: string;

  @ApiProperty({ example: 'fr' })
  @IsString()
  @MaxLength(40)
  language: string;

  @ApiProperty({ example: 'UTILITY' })
  @IsString()
  @MaxLength(60)
  declare category: string;

  @ApiPropertyOptional({ enum: ['POSITIONAL', 'NAMED'], default: 'POSITIONAL' })
  @IsOptional()
  @IsIn(['POSITIONAL', 'NAMED'])
  parameterFormat?: 'POSITIONAL' | 'NAMED';
}

export class RemoveQuery {
  @ApiPropertyOptional({ default: false, description: '`true` : toutes les langues de ce nom.' })
  @IsOptional()
  @AsBoolean()
  @IsBoolean()
  allLanguages?: boolean;
}

export class RemovedDto {
  @ApiProperty({ example: 1, description: 'Combien de modèles ont été supprimés.' })
  removed: number;
}

export class UploadQuery {
  @ApiPropertyOptional({ example: '102290129340398', description: 'Nécessaire s’il y a plusieurs comptes.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  accountId?: string;

  @ApiPropertyOptional({ example: 'affiche.jpg' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  name?: string;
}

export class UploadedDto {
  @ApiProperty({
    example: '4::aW1hZ2UvanBlZw==',
    description: 'À mettre dans `example.header_handle` de l’en-tête.',
  })
  handle: string;
}
