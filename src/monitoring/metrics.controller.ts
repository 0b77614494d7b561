import { Controller, Get, Header } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Registry } from 'prom-client';
import { Metrics } from '../platform/metrics/metrics.js';
import { Allow } from '../platform/web/allow.js';
import { FOR_MACHINES } from '../platform/web/route-config.js';

@ApiTags('Santé')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Allow('monitoring:read', { loopback: true })
  @RouteConfig(FOR_MACHINES)
  @Header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
  @ApiOperation({
    summary: 'Les mesures, pour Prometheus',
    description: 'Sans clé depuis la machine même, jamais à travers un serveur mandataire.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({
    description: 'Le texte de Prometheus.',
    content: {
      'text/plain': { schema: { type: 'string' }, example: 'relais_process_cpu_seconds_total 1.5\n' },
    },
  })
  read(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
