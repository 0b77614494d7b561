import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import type { Note } from './note.repository.js';

/** As many characters as fit once they are sealed, whatever the script. */
const MOST = 900;

export class NoteBody {
  @ApiProperty({ minLength: 1, maxLength: MOST, example: 'Rappeler après la livraison de jeudi.' })
  @IsString()
  @Length(1, MOST)
  text: string;
}

export class NoteDto {
  @ApiProperty({ example: '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11' })
  id: string;

  @ApiProperty({ description: 'Qui l’a écrite.', example: '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d12' })
  author: string;

  @ApiProperty({ type: String, nullable: true, example: 'Rappeler après la livraison de jeudi.' })
  text: string | null;

  @ApiProperty({ example: '2026-11-21T10:15:30.123Z' })
  createdAt: string;

  static of({ id, authorId, text, createdAt }: Note): NoteDto {
    return { id, author: authorId, text, createdAt: createdAt.toISOString() };
  }
}
