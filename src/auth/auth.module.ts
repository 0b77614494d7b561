import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Clock } from '../kernel/clock.js';
import { AuditTrail } from '../platform/web/audit.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditHeadRow } from './audit/audit-head.entity.js';
import { AuditLineRow } from './audit/audit-line.entity.js';
import { AuditRepository } from './audit/audit.repository.js';
import { AuditBook } from './audit/audit.service.js';
import { Auth } from './auth.contract.js';
import { AuthGuard } from './auth.guard.js';
import { AuthService } from './auth.service.js';
import { KeyCallers } from './keys/key-callers.js';
import { KeyRow } from './keys/key.entity.js';
import { KeysController } from './keys/keys.controller.js';
import { KeysRepository } from './keys/keys.repository.js';
import { Keys } from './keys/keys.service.js';
import { RateGuard, rateOptions } from './rate.guard.js';
import { SessionRow } from './sessions/session.entity.js';
import { SessionRepository } from './sessions/session.repository.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { Sessions } from './sessions/sessions.service.js';
import { SignIn } from './sessions/sign-in.service.js';
import { UserRow } from './users/user.entity.js';
import { UsersController } from './users/users.controller.js';
import { UsersRepository } from './users/users.repository.js';
import { Users } from './users/users.service.js';
import { WrongTries } from './wrong-tries.js';

/** Global because every room keeps its deeds in the audit trail without knowing who keeps the book. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forFeature([KeyRow, UserRow, SessionRow, AuditLineRow, AuditHeadRow]),
    ThrottlerModule.forRootAsync({ inject: [Clock], useFactory: rateOptions }),
  ],
  controllers: [KeysController, UsersController, SessionsController, AuditController],
  providers: [
    AuditBook,
    AuditRepository,
    AuthService,
    KeyCallers,
    Keys,
    KeysRepository,
    SessionRepository,
    Sessions,
    SignIn,
    Users,
    UsersRepository,
    WrongTries,
    { provide: AuditTrail, useExisting: AuditBook },
    { provide: Auth, useExisting: AuthService },
    // In this order: the rate is counted for each key, so the key comes first.
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_GUARD, useClass: RateGuard },
  ],
  exports: [AuditTrail, Auth],
})
export class AuthModule {}
