import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AlertRow } from './alert.entity.js';
import { AlertRepository } from './alert.repository.js';
import { AlertsController } from './alerts.controller.js';
import { AlertsGauge } from './alerts-gauge.js';
import { Alerts } from './alerts.js';
import { AlertsService } from './alerts.service.js';
import { OpenProblemRow } from './open-problem.entity.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([AlertRow, OpenProblemRow])],
  controllers: [AlertsController],
  providers: [AlertRepository, AlertsGauge, { provide: Alerts, useClass: AlertsService }],
  exports: [Alerts],
})
export class AlertsModule {}
