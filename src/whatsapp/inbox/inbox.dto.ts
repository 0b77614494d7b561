import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Length,
} from 'class-validator';
import { PageQuery } from '../../platform/web/page.dto.js';

const ID = '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11';
const UNHANDLED = ['dead', 'kept'] as const;
const STATE_DOC =
  '`dead` : traités sans succès. `kept` : gardés sans être traités, parce qu’ils ne sont pas compris ou que le numéro n’est pas enregistré ici.';

export class InboxQuery extends PageQuery {
  @ApiProperty({ enum: UNHANDLED, description: STATE_DOC })
  @IsIn(UNHANDLED)
  state: (typeof UNHANDLED)[number] = 'dead';

  @ApiPropertyOptional({ description: 'Seulement pour ce numéro.', example: '106540352242922' })
  @IsOptional()
  @IsString()
  @Length(1, 40)
  number?: string;
}

export class InboxReplayBody {
  @ApiPropertyOptional({ type: [String], description: 'Ceux à traiter, 500 au plus.', example: [ID] })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @IsUUID(undefined, { each: true })
  ids?: string[];

  @ApiPropertyOptional({
    description: 'Au lieu de `ids` : tous ceux qui sont arrivés pour ce numéro.',
    example: '106540352242922',
  })
  @IsOptional()
  @IsString()
  @Length(1, 40)
  number?: string;

  @ApiPropertyOptional({ enum: UNHANDLED, default: 'kept', description: `Avec \`number\`. ${STATE_DOC}` })
  @IsOptional()
  @IsIn(UNHANDLED)
  state: (typeof UNHANDLED)[number] = 'kept';

  @ApiPropertyOptional({ description: '`true` : compter seulement, sans rien traiter.', example: true })
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;
}

export class InboxReplayAnswer {
  @ApiProperty({ description: 'Combien sont traités.', example: 12 })
  replayed: number;

  @ApiPropertyOptional({ description: 'Avec `dryRun` : combien le seraient.', example: 12 })
  wouldReplay?: number;
}

export class UpdateView {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({
    enum: ['message', 'group', 'status', 'notice', 'other'],
    description:
      '`message` d’une personne, `group` : dans un groupe, `status` : accusé, `notice` : nouvelle sur une personne, `other` : le reste.',
    example: 'other',
  })
  kind: string;

  @ApiProperty({ description: 'Sorte de contenu, ou nom du champ inconnu.', example: 'account_alerts' })
  topic: string;

  @ApiProperty({ example: '106540352242922' })
  number: string;

  @ApiProperty({ example: '2026-11-21T10:15:30.123Z' })
  receivedAt: string;

  @ApiProperty({ example: 5 })
  attempts: number;

  @ApiProperty({
    description: 'Pourquoi il n’a pas été traité.',
    example: 'Ce message est arrivé pour un numéro qui n’est pas enregistré ici.',
  })
  reason: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'La cause, comme elle a été notée.',
    example: null,
  })
  error: string | null;

  @ApiProperty({ description: 'Il peut être traité de nouveau.', example: false })
  replayable: boolean;
}

export class UpdateStory extends UpdateView {
  @ApiPropertyOptional({
    type: Object,
    additionalProperties: true,
    description:
      'Ce qui n’est pas compris (`other`), tel que reçu (`raw`) : pour l’administration seulement.',
    example: { kind: 'other', topic: 'account_alerts', raw: { value: { alert_type: 'OBA_APPROVED' } } },
  })
  told?: object;
}
