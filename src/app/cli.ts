#!/usr/bin/env node
import '../platform/config/utc.js';
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { CommanderError } from 'commander';
import { messageOf, RelaisError } from '../kernel/error.js';
import { redact } from '../kernel/redact.js';
import { type Get, WrongUse } from '../platform/cli/commands.js';
import { readEnvironment, withDevelopmentKeys } from '../platform/config/environment.js';
import { readSettings } from '../platform/config/settings.js';
import { createLog, NestLog } from '../platform/logging/logger.js';
import { runAs } from '../platform/web/request-context.js';
import { AppModule } from './app.module.js';
import { faultWords } from './fault-words.js';
import { programOf, wrongUse } from './program.js';
import { simulatedBeside } from './simulator.js';

/** The house could not be opened for a command: the database, a setting, a file of the programme. */
class Unopened extends Error {}

const AWAKE_MS = 60_000;

const program = programOf({
  say: (text) => void process.stdout.write(`${text}\n`),
  async withApp<T>(name: string, work: (get: Get) => Promise<T>): Promise<T> {
    const env = withDevelopmentKeys(readEnvironment());
    const settings = readSettings({ ...env, ...(await simulatedBeside(env)) });
    const logger = new NestLog(createLog({ level: 'error', format: settings.log.format }, 'stderr'));
    const app = await NestFactory.createApplicationContext(AppModule.register(settings, { command: true }), {
      logger,
      abortOnError: false,
    }).catch((error: unknown) => {
      throw new Unopened(faultWords(error));
    });
    // What only waits, for another try or for its turn, would not keep the process alive: it would end in the middle of its work.
    const awake = setInterval(() => {}, AWAKE_MS);
    try {
      return await runAs({ kind: 'command', id: name }, () => work((token) => app.get(token)));
    } finally {
      await app.close();
      clearInterval(awake);
    }
  },
});

try {
  await program.parseAsync();
} catch (error) {
  const text = textOf(error);
  if (text !== '') process.stderr.write(`${text}\n`);
  process.exitCode = exitCode(error);
}

/** 0 done, 1 failed, 2 used the wrong way. */
function exitCode(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof WrongUse ? 2 : 1;
}

function textOf(error: unknown): string {
  if (error instanceof CommanderError) return wrongUse(error);
  if (error instanceof WrongUse) return error.message;
  return error instanceof RelaisError ? error.publicText : redact(messageOf(error));
}
