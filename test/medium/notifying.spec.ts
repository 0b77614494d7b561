import { createHmac } from 'node:crypto';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from 'node:net';
import { Global, Module } from '@nestjs/common';
import { HandoverRequested } from '../../src/conversations/conversations.contract.js';
import { Clock, SystemClock } from '../../src/kernel/clock.js';
import { Notifying } from '../../src/monitoring/notify/notifying.service.js';
import { AlertsModule } from '../../src/platform/alerts/alerts.module.js';
import { Alerts } from '../../src/platform/alerts/alerts.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { Events } from '../../src/platform/events/events.js';
import { JobsModule } from '../../src/platform/jobs/jobs.module.js';
import { MetricsModule } from '../../src/platform/metrics/metrics.module.js';
import { VaultModule } from '../../src/platform/vault/vault.module.js';
import { WebModule } from '../../src/platform/web/web.module.js';
import { until } from '../until.js';
import { describeEachDatabase } from './databases.js';

const key = Buffer.from(Array.from({ length: 32 }, (_, n) => n * 7)).toString('base64');
const problem = { key: 'token.dead:1', title: 'Le jeton ne marche plus.', advice: 'Donnez-en un autre.' };

interface Posted {
  signature: string;
  delivery: string;
  body: string;
}

/** A receiver of webhooks that can be told to be out of order. */
class Receiver {
  readonly posted: Posted[] = [];
  failures = 0;
  private readonly server: Server = createHttpServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const fails = this.failures > 0;
      this.failures -= 1;
      if (!fails) {
        const signature = String(request.headers['x-relais-signature']);
        const delivery = String(request.headers['x-relais-delivery']);
        this.posted.push({ signature, delivery, body: Buffer.concat(parts).toString() });
      }
      response.writeHead(fails ? 503 : 204).end();
    });
  });

  async open(): Promise<string> {
    await new Promise<void>((ready) => this.server.listen(0, '127.0.0.1', ready));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/team`;
  }

  close(): void {
    this.server.close();
  }
}

/** A mailbox that speaks as much SMTP as a sender needs. */
class Mailbox {
  readonly mails: string[] = [];
  private readonly server: TcpServer = createTcpServer((socket) => {
    let data: string | null = null;
    let rest = '';
    socket.on('error', () => socket.destroy());
    socket.write('220 mailbox\r\n');
    socket.on('data', (chunk) => {
      rest += chunk.toString();
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (data === null) {
          if (line.startsWith('DATA')) data = '';
          socket.write(
            line.startsWith('DATA') ? '354 go on\r\n' : line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n',
          );
        } else if (line === '.') {
          this.mails.push(data);
          data = null;
          socket.write('250 kept\r\n');
        } else data += `${line}\n`;
      }
    });
  });

  async open(): Promise<string> {
    await new Promise<void>((ready) => this.server.listen(0, '127.0.0.1', ready));
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
  }
}

@Global()
@Module({ providers: [{ provide: Clock, useClass: SystemClock }], exports: [Clock] })
class ClockModule {}

const receiver = new Receiver();
const mailbox = new Mailbox();
const addresses = Promise.all([receiver.open(), mailbox.open()]);
const settings = readSettings({ DATA_ENCRYPTION_KEY: key, UIC_SECRET: key });

afterAll(() => {
  receiver.close();
  mailbox.close();
});

describeEachDatabase('the team is told', (open) => {
  const ground = open({
    imports: [
      ConfigModule.register(settings),
      ClockModule,
      VaultModule,
      MetricsModule,
      JobsModule.register('all'),
      EventsModule,
      WebModule,
      AlertsModule,
    ],
  });

  beforeAll(async () => {
    const [url, smtp] = await addresses;
    const wanted = {
      DATA_ENCRYPTION_KEY: key,
      UIC_SECRET: key,
      ALERT_WEBHOOK_URL: url,
      ALERT_WEBHOOK_SECRET: 'shared',
      ALERT_EMAIL_TO: 'a@exemple.cd, b@exemple.cd',
      ALERT_EMAIL_FROM: 'relais@exemple.cd',
      SMTP_URL: smtp,
    };
    const notifying = new Notifying(ground.get(Alerts), ground.get(Events), readSettings(wanted));
    notifying.onModuleInit();
    await ground.module.init();
  });
  beforeEach(() => {
    receiver.posted.length = 0;
    receiver.failures = 0;
    mailbox.mails.length = 0;
  });

  const events = () => receiver.posted.map(({ body }) => (JSON.parse(body) as { event: string }).event);

  it('of a problem once when it begins, however often it is noticed, and once when it ends', async () => {
    const alerts = ground.get(Alerts);
    for (let n = 0; n < 5; n += 1) await alerts.raise(problem);
    await until('the beginning is told', () => receiver.posted.length >= 1 && mailbox.mails.length >= 1);
    await alerts.clear(problem.key);
    await until('the end is told', () => receiver.posted.length >= 2 && mailbox.mails.length >= 2);
    expect(events()).toEqual(['problem.opened', 'problem.closed']);
    const [{ signature, body } = { signature: '', body: '' }] = receiver.posted;
    expect(signature).toBe(`sha256=${createHmac('sha256', 'shared').update(body).digest('hex')}`);
    expect(mailbox.mails[0]).toContain('To: a@exemple.cd, b@exemple.cd');
  });

  it('again when the receiver was out of order, without a second e-mail', async () => {
    receiver.failures = 1;
    await ground.get(Alerts).raise({ ...problem, key: 'token.dead:2' });
    await until('it is told in the end', () => receiver.posted.length === 1);
    expect(mailbox.mails).toHaveLength(1);
    await ground.get(Alerts).clear('token.dead:2');
    await until('the end is told', () => receiver.posted.length === 2 && mailbox.mails.length === 2);
  });

  it('of a person who waits, without a word of who it is', async () => {
    await ground.database.transaction(() =>
      ground.get(Events).publish(new HandoverRequested('conversation-1', '1', 'asked')),
    );
    await until('it is told', () => receiver.posted.length === 1 && mailbox.mails.length === 1);
    expect(JSON.parse(receiver.posted[0]?.body ?? '{}')).toEqual({
      event: 'handover.requested',
      conversationId: 'conversation-1',
      number: '1',
      reason: 'asked',
    });
  });

  it('of somebody who waits for a second time with a name of its own, which every attempt repeats', async () => {
    receiver.failures = 1;
    const handover = () =>
      ground.database.transaction(() =>
        ground.get(Events).publish(new HandoverRequested('conversation-2', '1', 'asked')),
      );
    await handover();
    await until('it is told', () => receiver.posted.length === 1);
    await handover();
    await until('it is told again', () => receiver.posted.length === 2);
    expect(new Set(receiver.posted.map(({ delivery }) => delivery)).size).toBe(2);
  });

  it('nothing of errors that call nobody', async () => {
    ground.get(Alerts).note({ ...problem, key: 'meta.131026:1' });
    await ground.get(Alerts).raise({ ...problem, key: 'token.dead:3' });
    await until('the problem is told', () => receiver.posted.length === 1);
    expect(events()).toEqual(['problem.opened']);
  });
});
