import { Global, Module, ValidationPipe } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { HealthChecks } from './health.js';
import { ProblemFilter } from './problem-filter.js';
import { validationOptions } from './validation.js';

/** The inbound edge, the same for every room: requests are checked, errors are problems, health has one address. */
@Global()
@Module({
  providers: [
    HealthChecks,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useFactory: () => new ValidationPipe(validationOptions) },
  ],
  exports: [HealthChecks],
})
export class WebModule {}
