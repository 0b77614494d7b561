import { Injectable } from '@nestjs/common';
import { isForbidden } from '../outbox/consent.js';
import { type TemplateCall, templateContent } from '../outbox/kept.js';
import { Standing, type Window } from '../outbox/standing.js';
import { TemplateCheck, type TemplateVerdict } from '../outbox/template-check.js';
import type { ContentFault, OutboundContent } from '../whatsapp-content.contract.js';
import type { Submission } from '../whatsapp.contract.js';
import type { Channel } from '../whatsapp.port.js';
import { Purposes } from './purposes.js';
import { CodeNeedsPhone, ContentRefused, OptedOut, TemplateFaulty, WindowClosed } from './submit.errors.js';
import { SubmitQuotes } from './submit-quotes.js';
import type { Recipient } from './submit-recipient.js';
import { splitText } from './submit-split.js';

/** More than so many messages in a row is a document, not a message. */
const MOST_PARTS = 20;

/** What leaves after everything was checked. */
export interface Ready {
  contents: readonly OutboundContent[];
  /** Kept with the message, for the case that the window closes before the attempt. */
  fallback?: TemplateCall;
  /** The template went in the place of what was asked for. */
  isFallback: boolean;
  /** It holds a code and is erased once it is out. */
  isSensitive: boolean;
  /** `null` where there is none, or where nobody had to look. */
  window: Window | null;
}

/** All that can be known to be wrong with a message before it is queued; throws the first kind of it, with every field. */
@Injectable()
export class SubmitChecks {
  constructor(
    private readonly quotes: SubmitQuotes,
    private readonly templates: TemplateCheck,
    private readonly standing: Standing,
    private readonly purposes: Purposes,
  ) {}

  async ready(recipient: Recipient, submission: Submission): Promise<Ready> {
    const { channel, number } = recipient.route;
    const content = await this.quotes.settled(submission.content, recipient);
    const contents = partsOf(content, channel, submission.split === true);
    const template = await this.templates.of(number, content);
    refuseFaults(template.faults, 'template');
    refuseCode(template, recipient);
    const window = await this.window(recipient, submission);
    const isAnswer = window === null || window.until !== null;
    if (isForbidden(recipient.consent, { origin: submission.origin, isAnswer, ...template }))
      throw new OptedOut();
    const plain: Ready = { contents, isFallback: false, isSensitive: template.isSecret, window };
    if (content.kind === 'template' || !channel.hasWindow) return plain;
    return this.within(plain, recipient, submission);
  }

  /** As it is inside the window, the template that stands in outside of it. */
  private async within(plain: Ready, recipient: Recipient, submission: Submission): Promise<Ready> {
    const fallback = submission.fallback ?? (await this.purposes.callFor(submission));
    const { window } = plain;
    const isClosed = window !== null && window.until === null;
    if (fallback === undefined) {
      if (isClosed) throw closed(window.closedAt, recipient, submission);
      return plain;
    }
    const instead = templateContent(fallback);
    const verdict = await this.verdictOn(instead, recipient);
    if (!isClosed) return { ...plain, fallback };
    const { consent } = recipient;
    if (isForbidden(consent, { origin: submission.origin, isAnswer: false, ...verdict }))
      throw new OptedOut();
    return { ...plain, contents: [instead], isFallback: true, isSensitive: verdict.isSecret };
  }

  private async verdictOn(instead: OutboundContent, recipient: Recipient): Promise<TemplateVerdict> {
    const { route } = recipient;
    const verdict = await this.templates.of(route.number, instead);
    refuseFaults([...route.channel.faultsIn(instead), ...verdict.faults], 'fallback');
    refuseCode(verdict, recipient);
    return verdict;
  }

  /** What leaves later is looked at when it leaves. */
  private async window(
    { route, contactId, consent }: Recipient,
    { content, sendAt, origin }: Submission,
  ): Promise<Window | null> {
    if (!route.channel.hasWindow || sendAt !== undefined) return null;
    const matters = content.kind !== 'template' || (origin === 'agent' && consent.isOptedOut);
    return matters ? this.standing.window(contactId, route.number) : null;
  }
}

/** The content as the channel takes it: as it is, or, where that was asked for, a text that is too long in parts. */
function partsOf(content: OutboundContent, channel: Channel, mayBeSplit: boolean): OutboundContent[] {
  const faults = channel.faultsIn(content);
  const long = faults.find(
    ({ field, limit, length = 0 }) => field === 'text' && limit !== undefined && length > limit,
  );
  if (content.kind !== 'text' || !mayBeSplit || long?.limit === undefined) {
    refuseContent(faults);
    return [content];
  }
  if (content.text.length > long.limit * MOST_PARTS) refuseContent([tooMany(content.text, long.limit)]);
  const texts = splitText(content.text, long.limit);
  if (texts.length > MOST_PARTS) refuseContent([tooMany(content.text, long.limit)]);
  const { replyTo, ...rest } = content;
  const parts = texts.map((text, at) => ({
    ...rest,
    text,
    ...(at === 0 && replyTo !== undefined && { replyTo }),
  }));
  refuseContent(parts.flatMap((part) => channel.faultsIn(part)));
  return parts;
}

function tooMany(text: string, limit: number): ContentFault {
  const most = limit * MOST_PARTS;
  return {
    field: 'text',
    message: `Le texte compte ${text.length} caractères ; même découpé, il ne peut en compter qu’environ ${most} (${MOST_PARTS} messages).`,
    limit: most,
    length: text.length,
  };
}

function refuseContent(faults: readonly ContentFault[]): void {
  if (faults.length > 0) throw new ContentRefused(faults);
}

function refuseCode({ isSecret }: TemplateVerdict, { consent }: Recipient): void {
  if (isSecret && !consent.hasPhone) throw new CodeNeedsPhone();
}

function closed(closedAt: Date | null, { route }: Recipient, { purpose }: Submission): WindowClosed {
  return new WindowClosed(closedAt, { isPaused: route.isPaused, ...(purpose !== undefined && { purpose }) });
}

function refuseFaults(faults: readonly ContentFault[], prefix: 'template' | 'fallback'): void {
  if (faults.length === 0) return;
  throw new TemplateFaulty(faults.map((fault) => ({ ...fault, field: `${prefix}.${fault.field}` })));
}
