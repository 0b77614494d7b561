import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  Equals,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
} from 'class-validator';
import { PageQuery } from '../platform/web/page.dto.js';
import { REGISTRATION_STATES, type RegistrationState } from './dhis2.contract.js';
import { type Task, taskOf, TASKS } from './registrations/registration.js';
import type { Retriable, Seen, SeenAttempt } from './registrations/registration.repository.js';
import { type Decision, DECISIONS } from './registrations/review.service.js';

const ID = '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b';
const MOMENT = '2026-01-31T08:00:00.000Z';
const ADVICE = 'Vérifiez le compte avec lequel Relais se présente.';

/** Which registrations are wanted. */
export class RegistrationsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: REGISTRATION_STATES, example: 'NEEDS_REVIEW' })
  @IsOptional()
  @IsIn(REGISTRATION_STATES)
  state?: RegistrationState;
}

class LastErrorDto {
  @ApiProperty({ example: 'http-503', description: 'Mot stable pour la cause.' })
  code: string;

  @ApiProperty({
    example: 'Service Unavailable',
    description: 'Les mots de DHIS2, sans le code ni les réponses.',
  })
  message: string;

  @ApiProperty({ example: ADVICE, description: 'Que faire.' })
  advice: string;
}

/** A registration as staff see it: nothing in it tells of whom. */
export class RegistrationDto {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ example: ID, description: 'Le code, dans `/api/uic`.' })
  codeId: string;

  @ApiProperty({ enum: REGISTRATION_STATES, example: 'RETRY' })
  state: RegistrationState;

  @ApiProperty({ example: 3 })
  attempts: number;

  @ApiProperty({ type: String, nullable: true, example: MOMENT })
  nextAttemptAt: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'retryable',
    description: 'Comment cela a fini en dernier.',
  })
  outcome: string | null;

  @ApiPropertyOptional({ type: LastErrorDto })
  lastError?: LastErrorDto;

  @ApiProperty({ type: String, nullable: true, example: 'Kj6vYde4LHh', description: 'Le client dans DHIS2.' })
  clientId: string | null;

  @ApiPropertyOptional({
    enum: TASKS,
    example: 'duplicate',
    description:
      '`duplicate` : même personne ou non (`same`, `different`, `again`) ; `delete-client` : à supprimer dans DHIS2 (`done`) ; `separate` : à recréer dans DHIS2 (`done`) ; `lost-client` : supprimé (`outcome` vaut alors `gone`), caché ou changé dans DHIS2 (`again`, `different`, `done`).',
  })
  task?: Task;

  @ApiProperty({ example: MOMENT })
  createdAt: string;

  @ApiProperty({ example: MOMENT })
  updatedAt: string;

  static of(row: Seen): RegistrationDto {
    const { id, codeId, state, attempts, outcome, cause, clientId } = row;
    const lastError =
      cause === null ? undefined : { code: cause, message: row.words, advice: row.advice ?? '' };
    return Object.assign(new RegistrationDto(), {
      id,
      codeId,
      state,
      attempts,
      nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
      outcome,
      ...(lastError && { lastError }),
      clientId,
      ...(state === 'NEEDS_REVIEW' && { task: taskOf(outcome) }),
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    });
  }
}

class AttemptDto {
  @ApiProperty({ example: 1 })
  number: number;

  @ApiProperty({ example: MOMENT })
  at: string;

  @ApiProperty({ example: 'create', description: 'L’appel par lequel l’essai a fini.' })
  step: string;

  @ApiProperty({ example: 'retryable' })
  outcome: string;

  @ApiProperty({ type: String, nullable: true, example: 'http-503' })
  cause: string | null;

  @ApiProperty({ type: Number, nullable: true, example: 503, description: 'Statut HTTP.' })
  status: number | null;

  @ApiProperty({ example: 'Service Unavailable', description: 'Les mots de DHIS2.' })
  message: string;

  @ApiProperty({ example: 412 })
  durationMs: number;

  static of({ ordinal, at, words, step, outcome, cause, status, durationMs }: SeenAttempt): AttemptDto {
    const rest = { step, outcome, cause, status, message: words, durationMs };
    return Object.assign(new AttemptDto(), { number: ordinal, at: at.toISOString(), ...rest });
  }
}

/** A registration with every attempt. */
export class RegistrationDetailDto extends RegistrationDto {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Nos références dans DHIS2.',
  })
  references: Record<string, string>;

  @ApiProperty({ type: [String], description: 'Clients de DHIS2 qui ont le même code.' })
  others: string[];

  @ApiProperty({ type: [AttemptDto], description: 'Les cinquante derniers, du plus ancien au plus récent.' })
  history: AttemptDto[];

  static whole(row: Seen, attempts: readonly SeenAttempt[]): RegistrationDetailDto {
    return Object.assign(new RegistrationDetailDto(), RegistrationDto.of(row), {
      references: row.refs,
      others: row.known,
      history: attempts.map((attempt) => AttemptDto.of(attempt)),
    });
  }
}

export const RETRIABLE = ['RETRY', 'DEAD'] as const satisfies readonly Retriable[];

/** What to try again: some, or all in a state. */
export class RetryDto {
  @ApiPropertyOptional({ type: [String], example: [ID], description: 'Au plus 1000 identifiants.' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  @MaxLength(36, { each: true })
  ids?: string[];

  @ApiPropertyOptional({ enum: [true], description: 'Tous.' })
  @IsOptional()
  @Equals(true)
  all?: true;

  @ApiPropertyOptional({ enum: RETRIABLE, description: 'Seulement dans cet état ; sinon `RETRY` et `DEAD`.' })
  @IsOptional()
  @IsIn(RETRIABLE)
  state?: Retriable;
}

export class RetriedDto {
  @ApiProperty({ example: 12, description: 'Combien seront essayés à nouveau.' })
  retried: number;
}

/** What a person decided. */
export class DecisionDto {
  @ApiProperty({
    enum: DECISIONS,
    example: 'same',
    description:
      '`same` : la même personne ; `different` : une autre, un nouveau client est créé ; `again` : le registre est redemandé, et le client créé s’il n’y est pas ; `done` : c’est fait dans DHIS2.',
  })
  @IsIn(DECISIONS)
  decision: Decision;
}
