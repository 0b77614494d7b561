import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Open } from '../platform/web/allow.js';
import { HealthChecks } from '../platform/web/health.js';
import { FOR_MACHINES } from '../platform/web/route-config.js';
import { LivenessDto, ReadinessDto } from './monitoring.dto.js';

@ApiTags('Santé')
@Controller('health')
@Open('an orchestrator has no key, and the answer holds no data')
export class HealthController {
  constructor(private readonly health: HealthChecks) {}

  @Get('live')
  @RouteConfig(FOR_MACHINES)
  @ApiOperation({
    summary: 'Le processus répond',
    description: 'Rien d’autre n’est vérifié : à redémarrer s’il se tait.',
  })
  @ApiOkResponse({ type: LivenessDto, description: 'Le processus vit.' })
  live(): LivenessDto {
    return { state: 'live' };
  }

  @Get('ready')
  @RouteConfig(FOR_MACHINES)
  @ApiOperation({
    summary: 'Le service peut travailler',
    description: 'Vérifié une fois par seconde au plus.',
  })
  @ApiOkResponse({ type: ReadinessDto, description: 'Tout va bien.' })
  @ApiServiceUnavailableResponse({
    type: ReadinessDto,
    description: 'Ce qui ne va pas est nommé dans `failing`.',
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessDto> {
    const report = await this.health.run();
    if (report.state === 'failing') void reply.code(HttpStatus.SERVICE_UNAVAILABLE);
    return report;
  }
}
