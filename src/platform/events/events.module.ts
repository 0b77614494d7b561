import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DeliveryRepository } from './delivery.repository.js';
import { DeliveryRow } from './delivery.entity.js';
import { Events } from './events.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([DeliveryRow])],
  providers: [Events, DeliveryRepository],
  exports: [Events],
})
export class EventsModule {}
