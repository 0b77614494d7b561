// What is usually written: Nest, TypeORM, `save()` for each row, the reply sent before the webhook is answered.
import 'reflect-metadata';
import { Controller, HttpCode, Module, Post, Req, UnauthorizedException } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DataSource, EntitySchema } from 'typeorm';
import { advance, beginning } from './dialogue.mjs';
import { isGenuine, messagesIn } from './door.mjs';

const { APP_SECRET: secret, DATABASE_URL: url, GRAPH_BASE_URL: graph } = process.env;

const id = { type: String, primary: true, generated: 'uuid' };
const text = { type: String };
const Message = new EntitySchema({
  name: 'message',
  columns: {
    id,
    messageId: { type: String, unique: true },
    sender: text,
    body: text,
    createdAt: { type: Date, createDate: true },
  },
});
const Session = new EntitySchema({
  name: 'session',
  columns: { id, sender: { type: String, unique: true }, state: { type: 'simple-json' } },
});
const Outgoing = new EntitySchema({
  name: 'outgoing',
  columns: { id, recipient: text, body: text, providerId: { type: String, nullable: true } },
});

const isSqlite = url.startsWith('sqlite:');
const source = await new DataSource({
  ...(isSqlite ? await sqliteOptions() : { type: 'postgres', url, installExtensions: true }),
  entities: [Message, Session, Outgoing],
  synchronize: true,
}).initialize();
// On SQLite all callers share one connection: transactions that overlap would swallow each other.
const save = (entity, row) => source.getRepository(entity).save(row, { transaction: !isSqlite });

class WebhookController {
  async take(request) {
    if (!isGenuine(secret, request.rawBody, request.headers['x-hub-signature-256']))
      throw new UnauthorizedException();
    for (const message of messagesIn(request.body)) {
      const known = await source.getRepository(Message).findOneBy({ messageId: message.id });
      if (known) continue;
      await save(Message, { messageId: message.id, sender: message.from, body: message.text });
      if (graph !== undefined) await reply(message);
    }
    return 'ok';
  }
}

async function reply(message) {
  const known = await source.getRepository(Session).findOneBy({ sender: message.from });
  const session = known ?? { sender: message.from, state: beginning };
  const turn = advance(session.state, message.text);
  await save(Session, { ...session, state: turn.state });
  const outgoing = await save(Outgoing, { recipient: message.from, body: turn.reply });
  const response = await fetch(`${graph}/v25.0/100000000000001/messages`, {
    method: 'POST',
    headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
    body: JSON.stringify({
      messaging_product: 'whatsapp',
      to: message.from,
      type: 'text',
      text: { body: turn.reply },
      biz_opaque_callback_data: outgoing.id,
    }),
  });
  const { messages } = await response.json();
  await save(Outgoing, { ...outgoing, providerId: messages[0].id });
}

async function sqliteOptions() {
  const { NodeSqlite } = await import('../../dist/src/platform/database/sqlite-driver.js');
  return { type: 'better-sqlite3', driver: NodeSqlite, database: url.slice('sqlite:'.length) };
}

// Decorators by hand: this file runs as it is.
const { prototype } = WebhookController;
const take = Object.getOwnPropertyDescriptor(prototype, 'take');
Req()(prototype, 'take', 0);
Post()(prototype, 'take', take);
HttpCode(200)(prototype, 'take', take);
Controller('whatsapp/webhook')(WebhookController);
class NaiveModule {}
Module({ controllers: [WebhookController] })(NaiveModule);

const app = await NestFactory.create(NaiveModule, new FastifyAdapter(), { rawBody: true, logger: ['error'] });
await app.listen(0, '127.0.0.1');
process.stdout.write(`${JSON.stringify({ port: app.getHttpServer().address().port })}\n`);
process.on('SIGTERM', () => process.exit(0));
