import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { MessageError } from '../messages/messages.dto.js';
import { shownError } from '../outbox/error-words.js';
import type { NumberCheck, OwnNumber } from '../whatsapp.port.js';
import { ProblemView } from './problems.dto.js';
import type { SeenNumber } from './numbers.service.js';

/** Examples and forms that accounts and numbers share. */
export const NUMBER = '106540352242922';
export const ACCOUNT = '102290129340398';
const MOMENT = '2026-11-21T10:15:30.123Z';
export const ID = /^[A-Za-z0-9][A-Za-z0-9:+._-]*$|^\+\d+$/;
export const ID_SHAPE = { message: 'doit être l’identifiant que donne le fournisseur, sans espace' };
const PHONE = { message: 'doit être un numéro international, comme +243810000001' };

/** What the dialogue may begin with. */
export const ENTRY_FLOWS = ['menu', 'uic', 'assistant'] as const;

export class NumberWishDto {
  @ApiProperty({ example: NUMBER, description: 'Identifiant du numéro chez le fournisseur.' })
  @IsString()
  @MaxLength(40)
  @Matches(ID, ID_SHAPE)
  id: string;

  @ApiPropertyOptional({ example: 'Accueil de Goma', maxLength: 100, description: 'Un nom pour l’équipe.' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  label?: string;

  @ApiPropertyOptional({ example: '+243810000001', description: 'Le numéro que les gens composent.' })
  @IsOptional()
  @Matches(/^\+?[1-9]\d{6,14}$/, PHONE)
  phone?: string;
}

export class NumberChangeDto {
  @ApiPropertyOptional({ type: String, nullable: true, example: 'Accueil de Goma', maxLength: 100 })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  label?: string | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: 1,
    maximum: 1000,
    example: 40,
    description: 'Messages par seconde au plus ; `null` : comme les réglages.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  perSecond?: number | null;

  @ApiPropertyOptional({
    enum: ENTRY_FLOWS,
    nullable: true,
    example: 'menu',
    description: 'Ce que rencontre un premier message à ce numéro ; `null` : comme BOT_ENTRY_FLOW.',
  })
  @IsOptional()
  @IsIn(ENTRY_FLOWS)
  entryFlow?: (typeof ENTRY_FLOWS)[number] | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: '194836987003835',
    description: 'Catalogue de produits relié à ce numéro chez le fournisseur.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  @Matches(ID, ID_SHAPE)
  catalogId?: string | null;
}

export class RemovalQuery {
  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: '`true` : annule les messages qui attendent encore de partir.',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === '' ? 'true' : value))
  @IsIn(['true', 'false'])
  force?: 'true' | 'false';
}

export class NumberView {
  @ApiProperty({ example: NUMBER })
  id: string;

  @ApiProperty({ example: 'canal', description: 'Nom du canal.' })
  channel: string;

  @ApiProperty({ example: ACCOUNT })
  accountId: string;

  @ApiProperty({ example: 'Accueil de Goma' })
  label: string;

  @ApiProperty({ type: String, nullable: true, example: '+243810000001' })
  phone: string | null;

  @ApiProperty({
    enum: ['active', 'paused', 'held'],
    example: 'active',
    description: '`held` : le fournisseur ne laisse rien partir jusqu’à `heldUntil`.',
  })
  state: OwnNumber['state'] | 'held';

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'Prochain essai, quand le fournisseur retient le numéro ; `POST …/resume` essaie aussitôt.',
  })
  heldUntil: string | null;

  @ApiProperty({ type: MessageError, nullable: true, example: null, description: 'Pourquoi il est retenu.' })
  heldBy: MessageError | null;

  @ApiProperty({ example: 80, description: 'Messages par seconde au plus.' })
  perSecond: number;

  @ApiProperty({ enum: ENTRY_FLOWS, nullable: true, example: null })
  entryFlow: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  catalogId: string | null;

  @ApiProperty({ enum: ['settings', 'api'], example: 'api', description: 'D’où il vient : réglages ou API.' })
  source: OwnNumber['source'];

  @ApiProperty({ example: 0, description: 'Messages qui attendent de partir.' })
  queued: number;

  @ApiProperty({ type: String, nullable: true, example: MOMENT, description: 'Dernier message reçu.' })
  lastInAt: string | null;

  @ApiProperty({ type: String, nullable: true, example: MOMENT, description: 'Dernier envoi.' })
  lastOutAt: string | null;

  @ApiProperty({ example: 0, description: 'Envois échoués depuis 24 heures.' })
  failedLastDay: number;

  @ApiProperty({
    type: [ProblemView],
    description: 'Ce qui retient le numéro ou son compte, tant que cela dure ; voir `GET /api/errors`.',
  })
  problems: ProblemView[];

  static of({ number, figures, problems }: SeenNumber): NumberView {
    const { lastInAt, lastOutAt, queued, failedLastDay, hold } = figures;
    return Object.assign(new NumberView(), {
      ...number,
      state: hold !== null && number.state === 'active' ? 'held' : number.state,
      heldUntil: hold?.until.toISOString() ?? null,
      heldBy: hold && shownError(hold.error),
      queued,
      failedLastDay,
      lastInAt: lastInAt?.toISOString() ?? null,
      lastOutAt: lastOutAt?.toISOString() ?? null,
      problems: problems.map((problem) => ProblemView.of(problem)),
    });
  }
}

export class NumberList {
  @ApiProperty({ type: [NumberView] })
  items: NumberView[];

  @ApiProperty({ type: String, nullable: true, example: null })
  nextCursor: null;
}

export class CheckStep {
  @ApiProperty({ example: 'token' })
  name: string;

  @ApiProperty({ example: true })
  ok: boolean;

  @ApiProperty({ example: 'Le jeton est valable.' })
  message: string;
}

export class CheckView implements NumberCheck {
  @ApiProperty({ example: true, description: 'Tout ce qu’il faut est là.' })
  ok: boolean;

  @ApiProperty({ type: [CheckStep] })
  steps: CheckStep[];

  @ApiProperty({
    type: Object,
    example: { quality: 'GREEN' },
    description: 'Ce que le fournisseur dit du numéro.',
  })
  facts: Record<string, string>;
}

export function viewOf({ ok, steps, facts }: NumberCheck): CheckView {
  return { ok, steps: [...steps], facts: { ...facts } };
}
