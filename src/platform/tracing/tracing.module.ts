import { Global, Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { OtlpTracing } from './otlp-tracing.js';
import { Tracing } from './tracing.js';

/** Nobody watches. */
class NoTracing extends Tracing {
  readonly isOn = false;
  record(): void {}
}

@Global()
@Module({
  providers: [
    {
      provide: Tracing,
      inject: [Settings],
      useFactory: ({ tracing }: Settings) =>
        tracing.endpoint === undefined ? new NoTracing() : new OtlpTracing(tracing.endpoint),
    },
  ],
  exports: [Tracing],
})
export class TracingModule {}
