import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, IsOptional } from 'class-validator';
import { CALL_OUTCOMES, type CallOutcome, type CallRow } from './calls/call.entity.js';
import type { Check } from './check.service.js';
import type { Usage } from './usage.service.js';

const MOMENT = '2026-11-21T10:15:30.123Z';

/** A call: its cost, without a word. */
export class CallDto {
  @ApiProperty({ example: '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b' })
  id: string;

  @ApiProperty({ example: MOMENT })
  at: string;

  @ApiProperty({ example: 'mistral-small' })
  model: string;

  @ApiProperty({ enum: CALL_OUTCOMES, example: 'answered' })
  outcome: CallOutcome;

  @ApiProperty({ example: 1, description: '2 quand il a fallu recommencer.' })
  attempts: number;

  @ApiProperty({ example: 1840 })
  durationMs: number;

  @ApiProperty({ example: 912 })
  inputTokens: number;

  @ApiProperty({ example: 64 })
  outputTokens: number;

  @ApiProperty({ type: [String], example: ['search_products', 'show_products'] })
  tools: string[];

  static of(row: CallRow): CallDto {
    const { id, model, outcome, attempts, durationMs, inputTokens, outputTokens } = row;
    const shown = { id, model, outcome, attempts, durationMs, inputTokens, outputTokens };
    const lists = { at: row.at.toISOString(), tools: row.tools?.split(',') ?? [] };
    return Object.assign(new CallDto(), shown, lists);
  }
}

/** Which period. */
export class UsageQuery {
  @ApiPropertyOptional({ example: '2026-11-01T00:00:00Z', description: 'Il y a 24 heures s’il manque.' })
  @IsOptional()
  @IsISO8601({ strict: true })
  from?: string;

  @ApiPropertyOptional({ example: '2026-12-01T00:00:00Z', description: 'Maintenant s’il manque ; exclu.' })
  @IsOptional()
  @IsISO8601({ strict: true })
  to?: string;
}

export class ModelUsageDto {
  @ApiProperty({ example: 'mistral-small' })
  model: string;

  @ApiProperty({ example: 120 })
  calls: number;

  @ApiProperty({ example: 98_000 })
  inputTokens: number;

  @ApiProperty({ example: 7_400 })
  outputTokens: number;
}

export class UsageDto {
  @ApiProperty({ example: '2026-11-01T00:00:00.000Z' })
  from: string;

  @ApiProperty({ example: '2026-12-01T00:00:00.000Z' })
  to: string;

  @ApiProperty({ example: 120 })
  calls: number;

  @ApiProperty({ example: 98_000 })
  inputTokens: number;

  @ApiProperty({ example: 7_400 })
  outputTokens: number;

  @ApiProperty({ type: Number, nullable: true, example: 1_620 })
  averageMs: number | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    example: 4_310,
    description: '95 appels sur 100 ont duré moins.',
  })
  p95Ms: number | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number' },
    example: { answered: 104, handover: 12, timeout: 4 },
  })
  byOutcome: Record<string, number>;

  @ApiProperty({ type: [ModelUsageDto] })
  byModel: ModelUsageDto[];

  static of(usage: Usage): UsageDto {
    const period = { from: usage.from.toISOString(), to: usage.to.toISOString() };
    return Object.assign(new UsageDto(), { ...usage, ...period });
  }
}

export class AssistantFindingDto {
  @ApiProperty({ enum: ['good', 'doubtful', 'bad'], example: 'good' })
  state: string;

  @ApiProperty({ example: 'Le modèle répond.' })
  text: string;

  @ApiPropertyOptional({
    example: 'Augmentez ASSISTANT_TIMEOUT_SECONDS ou choisissez un modèle plus rapide.',
  })
  advice?: string;
}

export class AssistantCheckDto {
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'mistral-small',
    description: '`null` : aucun n’est configuré.',
  })
  model: string | null;

  @ApiProperty({ example: true })
  works: boolean;

  @ApiProperty({ example: 730 })
  durationMs: number;

  @ApiProperty({ example: 96 })
  inputTokens: number;

  @ApiProperty({ example: 8 })
  outputTokens: number;

  @ApiProperty({ type: [AssistantFindingDto] })
  findings: AssistantFindingDto[];

  static of(check: Check): AssistantCheckDto {
    return Object.assign(new AssistantCheckDto(), check);
  }
}
