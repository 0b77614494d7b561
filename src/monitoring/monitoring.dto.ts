import { ApiProperty } from '@nestjs/swagger';
import type { CheckResult } from '../platform/web/health.js';

export class LivenessDto {
  @ApiProperty({ enum: ['live'], example: 'live' })
  state: 'live';
}

export class ReadinessDto {
  @ApiProperty({ enum: ['ready', 'failing'], example: 'ready' })
  state: 'ready' | 'failing';

  @ApiProperty({ type: [String], example: [], description: 'Ce qui ne va pas, par son nom.' })
  failing: string[];

  @ApiProperty({
    type: Object,
    additionalProperties: true,
    example: {
      database: { state: 'up' },
      spool: { state: 'up' },
      inbox: { state: 'up', figures: { waiting: 3 } },
    },
  })
  checks: Record<string, CheckResult>;
}
