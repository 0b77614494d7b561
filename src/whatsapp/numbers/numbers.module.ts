import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { NumberKeepers, OwnNumbers } from '../whatsapp.port.js';
import { HoldRow } from '../outbox/hold.entity.js';
import { HoldRepository } from '../outbox/hold.repository.js';
import { OwnAccountRow } from './account.entity.js';
import { AccountsController } from './accounts.controller.js';
import { Connecting } from './connecting.service.js';
import { NumberFiguresRepository } from './figures.repository.js';
import { KeeperRegistry } from './keepers.js';
import { NumberLearning } from './learning.js';
import { NumberBook } from './number-book.js';
import { OwnNumberRow } from './number.entity.js';
import { NumbersController } from './numbers.controller.js';
import { NumbersRepository } from './numbers.repository.js';
import { Numbers } from './numbers.service.js';
import { NumberRegister } from './register.js';
import { Removing } from './removing.service.js';

/** Our own accounts and numbers: the part of the room that everything else in it looks up. */
@Module({
  imports: [TypeOrmModule.forFeature([OwnAccountRow, OwnNumberRow, HoldRow])],
  controllers: [NumbersController, AccountsController],
  providers: [
    NumberBook,
    NumbersRepository,
    NumberFiguresRepository,
    HoldRepository,
    NumberLearning,
    NumberRegister,
    KeeperRegistry,
    Numbers,
    Connecting,
    Removing,
    { provide: OwnNumbers, useExisting: NumberBook },
    { provide: NumberKeepers, useExisting: KeeperRegistry },
  ],
  exports: [NumberBook, HoldRepository, OwnNumbers, NumberKeepers],
})
export class NumbersModule {}
