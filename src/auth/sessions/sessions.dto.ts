import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength, MinLength, ValidateIf } from 'class-validator';
import { type Role, ROLES } from '../roles.js';

/** A key, or a name with its password. */
export class SignInDto {
  @ApiPropertyOptional({ example: 'rk_…', description: 'Une clé d’accès, seule.' })
  @IsOptional()
  @IsString()
  @MaxLength(600)
  key?: string;

  @ApiPropertyOptional({ example: 'Grâce M.', description: 'Votre nom d’utilisateur, avec le mot de passe.' })
  @ValidateIf(({ key }: SignInDto) => key === undefined)
  @IsString()
  @MaxLength(100)
  name?: string;

  @ApiPropertyOptional({ example: 'un long mot de passe' })
  @ValidateIf(({ key }: SignInDto) => key === undefined)
  @IsString()
  @MaxLength(200)
  password?: string;
}

export class PasswordDto {
  @ApiPropertyOptional({ description: 'Le mot de passe actuel, quand on change le sien.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  current?: string;

  @ApiProperty({ minLength: 12, maxLength: 200, example: 'une phrase facile à retenir' })
  @IsString()
  @MinLength(12)
  @MaxLength(200)
  password: string;
}

export class SessionDto {
  @ApiProperty({ enum: ['key', 'user'], example: 'user' })
  kind: 'key' | 'user';

  @ApiProperty({ example: '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b' })
  id: string;

  @ApiProperty({ example: 'Grâce M.' })
  name: string;

  @ApiProperty({ enum: ROLES, example: 'agent' })
  role: Role;

  @ApiProperty({ type: [String], example: ['*:read'], description: 'Ce que ce rôle permet.' })
  permissions: readonly string[];

  @ApiProperty({ type: String, nullable: true, example: '2026-11-21T20:00:00.000Z' })
  expiresAt: string | null;
}
