import { ApiProperty } from '@nestjs/swagger';
import type { Erased } from './conversations.contract.js';

/** How much was erased. */
export class ErasedDto implements Erased {
  @ApiProperty({ example: 24, description: 'Messages reçus et envoyés.' })
  messages: number;

  @ApiProperty({ example: 1, description: 'Liens entre la personne et des codes.' })
  codes: number;

  @ApiProperty({ example: 1, description: 'Conversations, en cours ou finies.' })
  sessions: number;
}

/** The answer to an erasure. */
export class ErasureDto {
  @ApiProperty({ type: ErasedDto })
  erased: ErasedDto;
}
