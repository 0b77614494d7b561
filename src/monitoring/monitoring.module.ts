import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { GroundHealth } from './monitoring.health.js';

@Module({ controllers: [HealthController, MetricsController], providers: [GroundHealth] })
export class MonitoringModule {}
