import { Injectable } from '@nestjs/common';
import { Interview } from './answers/interview.js';
import { Changes } from './holders/changes.service.js';
import { Holdings } from './holders/holdings.service.js';
import { Issuing } from './issuing.service.js';
import { Settling } from './settling.service.js';
import {
  type AnswerKey,
  type Holding,
  type Issued,
  type IssueRequest,
  type Question,
  type Reading,
  Uic,
} from './uic.contract.js';
import { CodeNotFound } from './uic.errors.js';

/** The door: each promise is kept by whoever knows how. */
@Injectable()
export class UicService extends Uic {
  readonly questions: readonly Question[];
  readonly recallKey: AnswerKey;

  constructor(
    private readonly interview: Interview,
    private readonly issuing: Issuing,
    private readonly holdingsOf: Holdings,
    private readonly changes: Changes,
    private readonly settling: Settling,
  ) {
    super();
    this.questions = interview.questions;
    this.recallKey = interview.recallKey;
  }

  read(key: AnswerKey, text: string): Reading {
    return this.interview.read(key, text);
  }

  issue(request: IssueRequest): Promise<Issued> {
    return this.issuing.issue(request);
  }

  settled(holderId: string, codeId: string): Promise<Issued | null> {
    return this.holdingsOf.settled(holderId, codeId);
  }

  recall(holderId: string, value: string): Promise<readonly { id: string; code: string }[]> {
    return this.holdingsOf.recall(holderId, this.recallKey, value);
  }

  supersede(holderId: string, olderId: string, newerId: string): Promise<boolean> {
    return this.changes.supersede(holderId, olderId, newerId);
  }

  keepApart(holderId: string, olderId: string, newerId: string): Promise<void> {
    return this.changes.keepApart(holderId, olderId, newerId);
  }

  holdings(holderId: string): Promise<readonly Holding[]> {
    return this.holdingsOf.list(holderId);
  }

  find(codeId: string): Promise<{ id: string; code: string; holderIds: readonly string[] } | null> {
    return this.holdingsOf.find(codeId);
  }

  countDropOut(at: AnswerKey, how: 'refused' | 'cancelled' | 'expired'): Promise<void> {
    this.issuing.giveUp(at, how);
    return Promise.resolve();
  }

  async card(codeId: string): Promise<Buffer> {
    const code = await this.holdingsOf.codeOf(codeId);
    if (code === null) throw new CodeNotFound();
    return this.issuing.draw(code);
  }

  holds(holderId: string): Promise<boolean> {
    return this.holdingsOf.hasAny(holderId);
  }

  moveHolder(fromId: string, toId: string): Promise<void> {
    return this.changes.move(fromId, toId);
  }

  forgetHolder(holderId: string): Promise<number> {
    return this.changes.forget(holderId);
  }

  settle(codeId: string, characters: string | null): Promise<void> {
    return this.settling.settle(codeId, characters);
  }

  noteRemote(codeId: string, characters: string): Promise<void> {
    return this.settling.note(codeId, characters);
  }
}
