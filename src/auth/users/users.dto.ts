import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsString, MaxLength, MinLength } from 'class-validator';
import { type Role, ROLES } from '../roles.js';
import type { UserRow } from './user.entity.js';

export class CreateUserDto {
  @ApiProperty({ example: 'Grâce M.', maxLength: 100 })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @MinLength(2)
  @MaxLength(100)
  name: string;

  @ApiProperty({ enum: ROLES, example: 'agent' })
  @IsIn(ROLES)
  role: Role;
}

export class UserDto {
  @ApiProperty({ example: '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b' })
  id: string;

  @ApiProperty({ example: 'Grâce M.' })
  name: string;

  @ApiProperty({ enum: ROLES, example: 'agent' })
  role: Role;

  @ApiProperty({ example: '2026-01-31T08:00:00.000Z' })
  createdAt: string;

  @ApiProperty({ type: String, nullable: true, example: null })
  disabledAt: string | null;

  static of({ id, name, role, createdAt, disabledAt }: UserRow): UserDto {
    const moments = { createdAt: createdAt.toISOString(), disabledAt: disabledAt?.toISOString() ?? null };
    return Object.assign(new UserDto(), { id, name, role, ...moments });
  }
}
