#!/usr/bin/env node
import '../platform/config/utc.js';
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Command, CommanderError } from 'commander';
import { assistantCommands } from '../assistant/assistant.cli.js';
import { authCommands } from '../auth/auth.cli.js';
import { catalogCommands } from '../catalog/catalog.cli.js';
import { catalogSyncCommands } from '../catalog/sync/sync.cli.js';
import { conversationsCommands } from '../conversations/conversations.cli.js';
import { dhis2Commands } from '../dhis2/dhis2.cli.js';
import { messageOf, RelaisError } from '../kernel/error.js';
import { redact } from '../kernel/redact.js';
import { type Commands, type Get, WrongUse } from '../platform/cli/commands.js';
import { readEnvironment, withDevelopmentKeys } from '../platform/config/environment.js';
import { readSettings } from '../platform/config/settings.js';
import { createLog, NestLog } from '../platform/logging/logger.js';
import { runAs } from '../platform/web/request-context.js';
import { doctorCommands } from '../providers/meta/doctor/doctor.cli.js';
import { setupCommands } from '../providers/meta/setup/setup.cli.js';
import { templateSyncCommands } from '../template-sync/template-sync.cli.js';
import { backupCommands } from '../template-sync/backup/backup.cli.js';
import { tokenCommands } from '../token/token.cli.js';
import { uicCommands } from '../uic/uic.cli.js';
import { whatsappCommands } from '../whatsapp/whatsapp.cli.js';
import { AppModule } from './app.module.js';
import { groundCommands } from './ground.cli.js';

const program = new Command('relais')
  .description('La ligne de commande de Relais.')
  .helpOption('-h, --help', 'affiche l’aide')
  .helpCommand(false)
  .exitOverride();

const commands: Commands = {
  program,
  say: (text) => void process.stdout.write(`${text}\n`),
  async withApp<T>(name: string, work: (get: Get) => Promise<T>): Promise<T> {
    const settings = readSettings(withDevelopmentKeys(readEnvironment()));
    const logger = new NestLog(createLog({ level: 'error', format: settings.log.format }, 'stderr'));
    const app = await NestFactory.createApplicationContext(AppModule.register(settings, { command: true }), {
      logger,
    });
    try {
      return await runAs({ kind: 'command', id: name }, () => work((token) => app.get(token)));
    } finally {
      await app.close();
    }
  },
};

for (const define of [
  groundCommands,
  authCommands,
  tokenCommands,
  doctorCommands,
  setupCommands,
  whatsappCommands,
  templateSyncCommands,
  conversationsCommands,
  catalogCommands,
  catalogSyncCommands,
  uicCommands,
  dhis2Commands,
  assistantCommands,
  backupCommands('Meta'),
])
  define(commands);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCode(error);
}

/** 0 done, 1 failed, 2 used the wrong way. */
function exitCode(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const text = error instanceof RelaisError ? error.publicText : redact(messageOf(error));
  process.stderr.write(`${text}\n`);
  return error instanceof WrongUse ? 2 : 1;
}
