import { Injectable } from '@nestjs/common';
import { Settings } from '../platform/config/settings.js';
import { type Page, pageOf } from '../platform/web/page.dto.js';
import { Interview } from './answers/interview.js';
import { drawCard } from './card/card.js';
import { composeCode, parseCode } from './code.js';
import { Issuing } from './issuing.service.js';
import { Tally } from './statistics/tally.service.js';
import {
  type AnswerKey,
  type Issued,
  type IssueRequest,
  type Question,
  type Reading,
  Uic,
} from './uic.contract.js';
import type { CodeRow, CodeState } from './uic.entity.js';
import { CodeNotFound } from './uic.errors.js';
import { UicRepository } from './uic.repository.js';

/** What staff look for. */
export interface Search {
  code?: string;
  state?: CodeState;
  before: string | null;
  limit: number;
}

@Injectable()
export class UicService extends Uic {
  readonly questions: readonly Question[];

  constructor(
    private readonly interview: Interview,
    private readonly issuing: Issuing,
    private readonly repository: UicRepository,
    private readonly tally: Tally,
    private readonly settings: Settings,
  ) {
    super();
    this.questions = interview.questions;
  }

  read(key: AnswerKey, text: string): Reading {
    return this.interview.read(key, text);
  }

  async issue({ holderId, answers }: IssueRequest): Promise<Issued> {
    const { scheme, rules } = this.interview;
    const code = composeCode(scheme, answers);
    const { codesPerDay: perDay } = this.settings.uic;
    const issued = await this.issuing.issue({ holderId, code, scheme: scheme.id, rules, perDay });
    if (issued.outcome === 'issued' && !issued.repeat) {
      this.tally.count('town', answers.town);
      this.tally.count('gender', answers.gender);
    }
    return issued;
  }

  countDropOut(
    at: AnswerKey | 'consent' | 'summary',
    how: 'refused' | 'cancelled' | 'expired',
  ): Promise<void> {
    this.tally.count('drop-out', `${at}:${how}`);
    return Promise.resolve();
  }

  async card(codeId: string): Promise<Buffer> {
    const code = await this.repository.codeOf(codeId);
    if (code === null) throw new CodeNotFound();
    return drawCard(code, this.settings.uic.serviceName);
  }

  holds(holderId: string): Promise<boolean> {
    return this.repository.hasAny(holderId);
  }

  forgetHolder(holderId: string): Promise<number> {
    return this.repository.unlink(holderId);
  }

  /** Codes for staff, newest first. Characters that can be no code are found nowhere. */
  async list({ code, state, before, limit }: Search): Promise<Page<CodeRow>> {
    const { scheme } = this.interview;
    const wanted = code === undefined ? undefined : parseCode(scheme, code);
    if (wanted === null) return { items: [], nextCursor: null };
    const exact = wanted === undefined ? {} : { code: { scheme: scheme.id, code: wanted } };
    const rows = await this.repository.list({ ...exact, state, before, limit: limit + 1 });
    return pageOf(rows, limit, ({ id }) => id);
  }
}
