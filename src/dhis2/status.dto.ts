import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { RegistrationState } from './dhis2.contract.js';
import type { Finding } from './dhis2.port.js';
import type { Circuit } from './delivery/circuit.js';

const MOMENT = '2026-01-31T08:00:00.000Z';
const ADVICE = 'Vérifiez le compte avec lequel Relais se présente.';

class CircuitDto {
  @ApiProperty({ example: 'unauthorised' })
  cause: string;

  @ApiProperty({ example: ADVICE })
  advice: string;

  @ApiProperty({ example: MOMENT })
  openedAt: string;

  @ApiProperty({ example: MOMENT, description: 'Le prochain essai.' })
  probeAt: string;

  @ApiProperty({ example: 4, description: 'Échecs de suite.' })
  failures: number;

  static of({ cause, advice, openedAt, probeAt, failures }: Circuit): CircuitDto {
    const times = { openedAt: openedAt.toISOString(), probeAt: probeAt.toISOString() };
    return Object.assign(new CircuitDto(), { cause, advice, ...times, failures });
  }
}

class GatewayDto {
  @ApiProperty({ example: 'tracker' })
  name: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'boolean' },
    example: { sameCode: true, merge: false, generate: false },
    description:
      'Ce que ce registre sait faire : deux clients d’un même code, fusionner deux clients, produire lui-même les codes.',
  })
  can: { sameCode: boolean; merge: boolean; generate: boolean };
}

/** How the registrations are. */
export class Dhis2StatusDto {
  @ApiProperty({ enum: ['off', 'custom', 'tracker'], example: 'tracker' })
  mode: string;

  @ApiProperty({ type: GatewayDto, nullable: true, description: '`null` quand le mode est `off`.' })
  gateway: GatewayDto | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number' },
    example: { DONE: 1200, RETRY: 3 },
  })
  counts: Record<RegistrationState, number>;

  @ApiProperty({
    type: String,
    nullable: true,
    example: MOMENT,
    description: 'Depuis quand le plus ancien attend.',
  })
  oldestWaiting: string | null;

  @ApiProperty({
    type: [CircuitDto],
    description: 'Pourquoi rien n’est envoyé en ce moment ; vide quand tout va.',
  })
  circuits: CircuitDto[];

  static circuit(circuit: Circuit | null): CircuitDto[] {
    return circuit === null ? [] : [CircuitDto.of(circuit)];
  }
}

class Dhis2FindingDto implements Finding {
  @ApiProperty({
    enum: ['ok', 'warning', 'failed', 'untried'],
    example: 'ok',
    description:
      '`untried` : laissé de côté, parce que désactivé ou parce que l’essayer changerait le registre.',
  })
  state: Finding['state'];

  @ApiProperty({ example: 'Le serveur répond : DHIS2 2.42.1.' })
  title: string;

  @ApiPropertyOptional({ example: ADVICE })
  advice?: string;
}

/** What a check as a whole can come to: of what was not tried nothing is known. */
export type Worst = Exclude<Finding['state'], 'untried'>;

/** What the check found, in the order of a reader. */
export class Dhis2CheckDto {
  @ApiProperty({ enum: ['ok', 'warning', 'failed'], description: 'Le pire de tout ce qui a été regardé.' })
  state: Worst;

  @ApiProperty({ type: [Dhis2FindingDto] })
  findings: Dhis2FindingDto[];
}
