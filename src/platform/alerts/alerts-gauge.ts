import { Injectable } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.js';
import { AlertRepository } from './alert.repository.js';

/** How many problems last, for whoever watches from outside. */
@Injectable()
export class AlertsGauge {
  constructor(repository: AlertRepository, metrics: Metrics) {
    metrics.gauge('relais_alerts_open', 'Problems that last', () => repository.count());
  }
}
