import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HandoverRequested } from '../../conversations/conversations.contract.js';
import { AlertClosed, AlertOpened, Alerts } from '../../platform/alerts/alerts.js';
import type { NewsChannel } from '../../platform/config/news.js';
import { Settings } from '../../platform/config/settings.js';
import { Events } from '../../platform/events/events.js';
import { postNews } from '../../platform/http/signed-post.js';
import { Mailer } from './mailer.js';
import { handoverNotice, type Notice, problemNotice } from './notice.js';

/**
 * Tells the team: of a problem when it begins and when it ends, of a person who waits. Each way (webhook, e-mail) is a subscriber of its
 * own, so that one that fails is repeated without the other.
 */
@Injectable()
export class Notifying implements OnModuleInit, OnApplicationShutdown {
  private readonly mailer: Mailer | null;

  constructor(
    private readonly alerts: Alerts,
    private readonly events: Events,
    private readonly settings: Settings,
  ) {
    const { smtpUrl, from } = settings.monitoring.mail;
    this.mailer = smtpUrl === undefined ? null : new Mailer(smtpUrl.reveal(), from);
  }

  onModuleInit(): void {
    const { alerts, handovers } = this.settings.monitoring;
    const problem = ({ alertId }: AlertOpened | AlertClosed) => this.problem(alertId);
    const handover = (event: HandoverRequested) => this.handover(event);
    this.subscribe(AlertOpened, 'opened', problem, alerts);
    this.subscribe(AlertClosed, 'closed', problem, alerts);
    this.subscribe(HandoverRequested, 'handover', handover, handovers);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.mailer?.close();
  }

  private subscribe<E extends object>(
    type: { readonly event: string; new (...fields: never[]): E },
    name: string,
    notice: (event: E) => Promise<Notice | null>,
    { webhook, mailTo }: NewsChannel,
  ): void {
    const { mailer } = this;
    if (webhook !== undefined)
      this.events.on(type, `monitoring.${name}-webhook`, async (event, delivery) => {
        const news = await notice(event);
        if (news !== null) await postNews(webhook, delivery, news.data);
      });
    if (mailer !== null && mailTo.length > 0)
      this.events.on(type, `monitoring.${name}-mail`, async (event) => {
        const news = await notice(event);
        if (news !== null) await mailer.send(mailTo, news);
      });
  }

  private async problem(alertId: string): Promise<Notice | null> {
    const problem = await this.alerts.find(alertId);
    const { language } = this.settings.monitoring;
    return problem && problemNotice(problem, language, this.settings.http.publicBaseUrl);
  }

  private handover({ conversationId, number, reason }: HandoverRequested): Promise<Notice> {
    const { publicBaseUrl } = this.settings.http;
    const where = publicBaseUrl && `${publicBaseUrl.replace(/\/+$/, '')}/#/conversations/${conversationId}`;
    const { language } = this.settings.monitoring;
    return Promise.resolve(handoverNotice({ conversationId, number, reason }, language, where));
  }
}
