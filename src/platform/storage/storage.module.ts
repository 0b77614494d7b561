import { Global, Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { Vault } from '../vault/vault.js';
import { FolderStorage } from './folder.js';
import { S3Storage } from './s3.js';
import { SealedStorage } from './sealed.js';
import { FileStorage } from './storage.js';

/** Files go to the bucket of the settings, or to a folder where none is named; in both they are sealed. */
@Global()
@Module({
  providers: [
    {
      provide: FileStorage,
      inject: [Settings, Vault],
      useFactory: ({ storage }: Settings, vault: Vault) =>
        new SealedStorage(storage.s3 ? new S3Storage(storage.s3) : new FolderStorage(storage.dir), vault),
    },
  ],
  exports: [FileStorage],
})
export class StorageModule {}
