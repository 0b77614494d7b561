import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../../platform/web/page.dto.js';
import { CODE_STATES, type CodeState } from '../uic.entity.js';
import { PAIR_KINDS, PAIR_STATES, type PairKind, type PairState } from './pair.entity.js';

const MOMENT = '2026-01-31T08:00:00.000Z';
const ID = '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b';
const KINDS =
  '`same-code` : deux téléphones ont obtenu les mêmes caractères ; `near-miss` : un même téléphone a deux codes qui diffèrent d’une seule réponse.';

/** Which pairs are wanted. */
export class PairsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: PAIR_STATES, example: 'OPEN', description: '`OPEN` : à décider.' })
  @IsOptional()
  @IsIn(PAIR_STATES)
  state?: PairState;

  @ApiPropertyOptional({ enum: PAIR_KINDS, description: KINDS })
  @IsOptional()
  @IsIn(PAIR_KINDS)
  kind?: PairKind;
}

export const DECISIONS = ['same', 'different'] as const;
export type Decision = (typeof DECISIONS)[number];

export class DecisionBody {
  @ApiProperty({
    enum: DECISIONS,
    example: 'same',
    description:
      '`same` : une seule personne, le second code est rattaché au premier ; `different` : deux personnes.',
  })
  @IsIn(DECISIONS)
  decision: Decision;
}

/** One of the two codes, for eyes that compare: nothing in it tells the code or the phone. */
export class PairSideDto {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({
    example: 'M••I••7•••',
    description:
      'Le code masqué : l’initiale de chaque nom, et les caractères par lesquels les deux diffèrent ; jamais le genre.',
  })
  mask: string;

  @ApiProperty({ enum: CODE_STATES, example: 'NEEDS_REVIEW' })
  state: CodeState;

  @ApiProperty({ example: MOMENT })
  createdAt: string;

  @ApiProperty({ example: MOMENT })
  lastRequestedAt: string;

  @ApiProperty({ example: 2, description: 'Combien de fois la personne l’a obtenu.' })
  requestCount: number;

  @ApiProperty({ example: 1, description: 'Combien de téléphones l’ont obtenu.' })
  phones: number;

  @ApiProperty({
    type: Boolean,
    nullable: true,
    example: true,
    description: 'S’il est inscrit au registre national ; `null` sans registre.',
  })
  registered: boolean | null;
}

/** Two codes that may belong to one person. */
export class PairDto {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ enum: PAIR_KINDS, description: KINDS })
  kind: PairKind;

  @ApiProperty({ enum: PAIR_STATES, example: 'OPEN' })
  state: PairState;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'year',
    description: 'La question par laquelle les deux diffèrent ; `null` si les caractères sont les mêmes.',
  })
  differs: string | null;

  @ApiProperty({ type: PairSideDto, description: 'Le premier : il reste si c’est une seule personne.' })
  kept: PairSideDto;

  @ApiProperty({ type: PairSideDto, description: 'Le second.' })
  other: PairSideDto;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'user:0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b',
    description:
      'Qui a décidé : un utilisateur, une clé, `person` (la personne elle-même), `phone` (un seul téléphone, finalement).',
  })
  decidedBy: string | null;

  @ApiProperty({ type: String, nullable: true, example: MOMENT })
  decidedAt: string | null;
}
