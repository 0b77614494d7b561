import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { KeyRotation } from '../platform/vault/key-rotation.js';
import { TokenAccountRow } from './account.entity.js';
import { AccountChanges } from './account-changes.js';
import { IssuerRegistry } from './issuer-registry.js';
import { Issuing } from './issuing.js';
import { Leases } from './leases.js';
import { Renewing } from './renewing.js';
import { Replacement } from './replacement.js';
import { Revival } from './revival.js';
import { SettingsToken } from './settings-token.js';
import { TokenCare } from './token-care.js';
import { TokenLedger } from './token-ledger.js';
import { TokenMemory } from './token-memory.js';
import { TokenNews } from './token-news.js';
import { TokenRotation } from './token-rotation.js';
import { TokenWatch } from './token-watch.js';
import { Tokens } from './token.contract.js';
import { TokenController } from './token.controller.js';
import { TokenHealth } from './token.health.js';
import { TokenJob } from './token.job.js';
import { TokenIssuers } from './token.port.js';
import { TokenRepository } from './token.repository.js';
import { TokenService } from './token.service.js';
import { TokenVersionRow } from './version.entity.js';
import { VersionMaker } from './version-maker.js';

@Module({
  imports: [TypeOrmModule.forFeature([TokenAccountRow, TokenVersionRow])],
  controllers: [TokenController],
  providers: [
    TokenRepository,
    TokenMemory,
    AccountChanges,
    VersionMaker,
    TokenNews,
    TokenLedger,
    IssuerRegistry,
    Issuing,
    SettingsToken,
    Leases,
    Renewing,
    Revival,
    Replacement,
    TokenWatch,
    TokenCare,
    TokenRotation,
    TokenHealth,
    TokenJob,
    TokenService,
    { provide: Tokens, useExisting: TokenService },
    { provide: TokenIssuers, useExisting: IssuerRegistry },
  ],
  exports: [Tokens, TokenIssuers],
})
export class TokenModule {
  constructor(rotation: KeyRotation, tokens: TokenRotation) {
    rotation.add({ name: 'token_version', rotate: () => tokens.rotate() });
  }
}
