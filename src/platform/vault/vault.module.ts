import { Global, Module } from '@nestjs/common';
import { KeyRotation } from './key-rotation.js';
import { Vault } from './vault.js';

@Global()
@Module({ providers: [Vault, KeyRotation], exports: [Vault, KeyRotation] })
export class VaultModule {}
