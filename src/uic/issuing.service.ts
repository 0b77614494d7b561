import { Injectable } from '@nestjs/common';
import { Settings } from '../platform/config/settings.js';
import { Database } from '../platform/database/database.js';
import { Interview } from './answers/interview.js';
import { drawCard } from './card/card.js';
import { composeCode } from './code.js';
import { type Entry, Entering } from './entering.service.js';
import { Tally } from './statistics/tally.service.js';
import type { AnswerKey, Issued, IssueRequest } from './uic.contract.js';
import { CodeContended } from './uic.errors.js';

const ATTEMPTS = 20;

/** Answers become a code, a code becomes a card, and conversations become numbers. */
@Injectable()
export class Issuing {
  constructor(
    private readonly interview: Interview,
    private readonly entering: Entering,
    private readonly database: Database,
    private readonly tally: Tally,
    private readonly settings: Settings,
  ) {}

  async issue(request: IssueRequest): Promise<Issued> {
    const { scheme, rules } = this.interview;
    const { holderId, answers } = request;
    const order = { holderId, answers, code: composeCode(scheme, answers), scheme: scheme.id, rules };
    const { codesPerDay } = this.settings.uic;
    const entry = await this.database.retrying(async () => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const made = await this.entering.attempt(order, codesPerDay);
        if (made !== null) return made;
      }
      throw new CodeContended();
    });
    this.count(entry, request);
    return entry.issued;
  }

  /** The card of a code. */
  draw(code: string): Promise<Buffer> {
    return drawCard(code, this.settings.uic.serviceName);
  }

  /** A conversation ended without a code: at a question, at the consent or at the summary. */
  giveUp(at: AnswerKey, how: 'refused' | 'cancelled' | 'expired'): void {
    this.tally.count('drop-out', `${at}:${how}`);
  }

  private count(entry: Entry, { answers, language, startedAt }: IssueRequest): void {
    const { kind, at, isPossibleDuplicate } = entry;
    if (kind === 'limited') this.tally.count('limited');
    if (kind === 'repeat') this.tally.count('repeated');
    if (kind !== 'new') return;
    this.tally.count('issued');
    if (isPossibleDuplicate) this.tally.count('duplicate');
    const { gender } = answers;
    for (const { key, kind: asked } of this.interview.questions) {
      const answer = answers[key];
      if (asked === 'town' && answer !== undefined) this.tally.count('town', answer);
    }
    if (gender !== undefined) this.tally.count('gender', gender);
    this.tally.count('language', language);
    this.tally.countDuration(at.getTime() - startedAt.getTime());
  }
}
