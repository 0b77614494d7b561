import { ApiProperty } from '@nestjs/swagger';
import type { HolderRow } from '../uic.entity.js';

/** Who obtained a code: nothing in it tells a name, a phone or the code. */
export class HolderDto {
  @ApiProperty({ example: '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11', description: 'Dans `/api/contacts`.' })
  contactId: string;

  @ApiProperty({
    example: '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d33',
    description:
      'Le code que la personne a obtenu : celui-ci, ou un plus ancien à la place duquel il compte.',
  })
  codeId: string;

  @ApiProperty({ example: '2026-01-31T08:00:00.000Z', description: 'Depuis quand elle l’a.' })
  since: string;

  static of({ holderId, codeId, createdAt }: HolderRow): HolderDto {
    return Object.assign(new HolderDto(), { contactId: holderId, codeId, since: createdAt.toISOString() });
  }
}
