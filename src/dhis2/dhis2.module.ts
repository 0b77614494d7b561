import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { KeyRotation } from '../platform/vault/key-rotation.js';
import { UicModule } from '../uic/uic.module.js';
import { CodeRegisters } from '../uic/uic.port.js';
import { AwaitedRepository } from './delivery/awaited.repository.js';
import { CircuitRow } from './delivery/circuit.entity.js';
import { CircuitRepository } from './delivery/circuit.repository.js';
import { Deciding } from './delivery/deciding.js';
import { DeliverJob } from './delivery/deliver.job.js';
import { Delivery } from './delivery/delivery.js';
import { Ledger } from './delivery/ledger.js';
import { OutcomeRepository } from './delivery/outcome.repository.js';
import { Pump } from './delivery/pump.js';
import { QueueRepository } from './delivery/queue.repository.js';
import { Sky } from './delivery/sky.js';
import { Tending } from './delivery/tending.js';
import { Watch } from './delivery/watch.js';
import { Dhis2 } from './dhis2.contract.js';
import { Dhis2Controller } from './dhis2.controller.js';
import { Dhis2Gateways } from './dhis2.port.js';
import { Dhis2Service } from './dhis2.service.js';
import { GatewayRegistry } from './gateway-registry.js';
import { Inspection } from './inspection.service.js';
import { Questionnaire } from './questionnaire.service.js';
import { RegisterService } from './register.service.js';
import { AttemptRow } from './registrations/attempt.entity.js';
import { BookRepository } from './registrations/book.repository.js';
import { RegistrationRow } from './registrations/registration.entity.js';
import { RegistrationRepository } from './registrations/registration.repository.js';
import { Review } from './registrations/review.service.js';
import { Sealing } from './registrations/sealing.js';
import { RotationRepository } from './rotation.repository.js';

/** What the national register must know of the codes. */
@Module({
  imports: [UicModule, TypeOrmModule.forFeature([RegistrationRow, AttemptRow, CircuitRow])],
  controllers: [Dhis2Controller],
  providers: [
    AwaitedRepository,
    BookRepository,
    CircuitRepository,
    Deciding,
    DeliverJob,
    Delivery,
    Dhis2Service,
    GatewayRegistry,
    Inspection,
    Ledger,
    OutcomeRepository,
    Pump,
    Questionnaire,
    QueueRepository,
    RegisterService,
    RegistrationRepository,
    Review,
    RotationRepository,
    Sealing,
    Sky,
    Tending,
    Watch,
    { provide: Dhis2, useExisting: Dhis2Service },
    { provide: Dhis2Gateways, useExisting: GatewayRegistry },
  ],
  exports: [Dhis2, Dhis2Gateways],
})
export class Dhis2Module implements OnModuleInit {
  constructor(
    rotation: KeyRotation,
    codes: RotationRepository,
    private readonly register: RegisterService,
    private readonly registers: CodeRegisters,
  ) {
    rotation.add({ name: 'dhis2_registration', rotate: () => codes.registrations() });
    rotation.add({ name: 'dhis2_attempt', rotate: () => codes.attempts() });
  }

  onModuleInit(): void {
    if (this.register.isOn) this.registers.use(this.register);
  }
}
