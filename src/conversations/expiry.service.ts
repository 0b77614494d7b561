import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { WhatsApp } from '../whatsapp/whatsapp.contract.js';
import { Deeds } from './deeds.service.js';
import { expire } from './dialogue/run.js';
import { Dialogue } from './dialogue.service.js';
import { lastingUntil } from './keeping.js';
import { Ledger } from './ledger.js';
import { type Change, type Saved, SessionRepository } from './session.repository.js';
import { bared, isOverdue, told } from './threads/standing.js';
import { Thread } from './threads/thread.js';

const BATCH = 200;

/** A conversation that was taken up, as it is to be saved, with what that leads to. */
interface Ended {
  change: Change;
  ledger: Ledger;
}

/** What has to be done about conversations although nobody writes. */
@Injectable()
export class Expiry {
  constructor(
    private readonly dialogue: Dialogue,
    private readonly sessions: SessionRepository,
    private readonly deeds: Deeds,
    private readonly whatsapp: WhatsApp,
    private readonly clock: Clock,
  ) {}

  /**
   * One batch, to be called in a transaction: hand-overs in which nothing happens end, runs that waited too long lose their answers,
   * what is over and old goes, and people who asked for it or refused are forgotten. Resolves `true` when there may be more.
   */
  async round(): Promise<boolean> {
    const now = this.clock.now();
    const due = await this.sessions.due(now, BATCH);
    const overdue = due.filter(({ standing }) => isOverdue(standing, now));
    const rest = due.filter((each) => !overdue.includes(each));
    const open = rest.filter(({ stage }) => stage === 'OPEN').map((saved) => this.expired(saved, now));
    const late: Ended[] = [];
    for (const saved of overdue) late.push(await this.timedOut(saved, now));
    await this.settle([...open, ...late]);
    for (const each of rest.filter(({ stage }) => stage === 'LEAVING')) await this.letGo(each, now);
    await this.putAside(
      rest.filter(({ stage }) => stage === 'CLOSED'),
      now,
    );
    return due.length === BATCH;
  }

  /** Whoever has written meanwhile is left alone: the message has settled it. */
  private async settle(ended: readonly Ended[]): Promise<void> {
    const moved = new Set(await this.sessions.save(ended.map(({ change }) => change)));
    const ledger = new Ledger();
    for (const each of ended) if (!moved.has(each.change)) ledger.add(each.ledger);
    await this.deeds.settle(ledger);
  }

  private expired(saved: Saved, now: Date): Ended {
    const thread = this.thread(saved);
    const { state, wishes } = expire(thread.state);
    thread.state = state;
    const ledger = new Ledger();
    ledger.erase(saved.contactId, saved.startedAt.getTime());
    for (const wish of wishes) if (wish.kind === 'drop-out') ledger.dropOuts.push([wish.at, wish.how]);
    return { change: thread.change(now, this.spans), ledger };
  }

  /** The house takes over. Only somebody whose last word nobody answered is told, while that may still be said freely. */
  private async timedOut(saved: Saved, now: Date): Promise<Ended> {
    const thread = this.thread(saved);
    const ledger = new Ledger();
    thread.end('timeout', ledger, now);
    const { channel, lastDirection } = thread.standing;
    if (channel !== null && lastDirection === 'in' && (await this.isWindowOpen(saved, now))) {
      for (const reply of this.dialogue.apologise(thread.state).replies)
        for (const content of this.dialogue.words(reply, thread.state, channel))
          thread.say({ channel, content, sensitive: reply.sensitive }, ledger, now);
      thread.standing = told(thread.standing);
    }
    return { change: thread.change(now, this.spans), ledger };
  }

  private async isWindowOpen({ contactId, numberId }: Saved, now: Date): Promise<boolean> {
    const until = await this.whatsapp.windowUntil(contactId, numberId);
    return until !== null && until > now;
  }

  /** The last reply is out by now. Whoever has come back meanwhile is no longer leaving. */
  private async letGo({ id, contactId }: Saved, now: Date): Promise<void> {
    if ((await this.sessions.removeDue([id], now)) > 0) await this.deeds.letGo(contactId);
  }

  /** The dialogue forgets where it was; the conversation itself stays as long as its words, and goes with them. */
  private async putAside(over: readonly Saved[], now: Date): Promise<void> {
    const isOld = ({ standing, startedAt }: Saved): boolean =>
      lastingUntil(standing, startedAt, this.spans.retentionMs) <= now;
    const old = over.filter(isOld).map((saved) => this.thread(saved));
    const stays = old.filter(({ state }) => state.optedOut);
    const goes = old.filter((thread) => !stays.includes(thread));
    for (const thread of stays) thread.standing = bared(thread.standing);
    await this.sessions.removeNotes(stays.flatMap(({ saved }) => saved?.id ?? []));
    await this.sessions.removeDue(
      goes.flatMap(({ saved }) => saved?.id ?? []),
      now,
    );
    const asleep = over.filter((saved) => !isOld(saved)).map((saved) => this.asleep(saved, now));
    await this.sessions.save([...stays.map((thread) => thread.change(now, this.spans)), ...asleep]);
  }

  private asleep(saved: Saved, now: Date): Change {
    const thread = this.thread(saved);
    if (!thread.state.optedOut) thread.state = this.dialogue.newState();
    thread.standing = told(thread.standing);
    const expiresAt = lastingUntil(thread.standing, saved.startedAt, this.spans.retentionMs);
    return { ...thread.change(now, this.spans), expiresAt, changedAt: thread.standing.lastAt ?? now };
  }

  private thread(saved: Saved): Thread {
    const { contactId, numberId, json } = saved;
    return new Thread(contactId, numberId, saved, this.dialogue.revive(json));
  }

  private get spans() {
    return { ...this.dialogue.standard, ...this.dialogue.spans };
  }
}
