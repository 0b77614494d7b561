import { Injectable } from '@nestjs/common';
import type { KeyRotation } from '../platform/vault/key-rotation.js';
import { type Holding, Uic } from '../uic/uic.contract.js';
import { OrderRepository } from './orders/order.repository.js';
import { orderView } from './orders/order-view.js';
import type { OrderDto } from './orders/orders.dto.js';
import { QuestionRepository } from './questions/question.repository.js';
import { type Note, NoteRepository } from './threads/note.repository.js';

/** A code, for the person who has it. */
export interface HeldCode extends Holding {
  code: string | null;
}

const MOST_ORDERS = 1_000;

/** What is kept beside conversations: notes of the team, orders, questions that wait, codes. */
@Injectable()
export class Belongings {
  constructor(
    private readonly notes: NoteRepository,
    private readonly orders: OrderRepository,
    private readonly questions: QuestionRepository,
    private readonly uic: Uic,
  ) {}

  notesAbout(conversationIds: readonly string[]): Promise<Note[]> {
    return this.notes.about(conversationIds);
  }

  async ordersOf(contactId: string): Promise<OrderDto[]> {
    return (await this.orders.ofContact(contactId, MOST_ORDERS)).map((order) => orderView(order));
  }

  /** The codes of a person, whether they count or were replaced; one on which the register has still to decide has no characters. */
  async codesOf(contactId: string): Promise<HeldCode[]> {
    const codes: HeldCode[] = [];
    for (const { id, ...holding } of await this.uic.holdings(contactId)) {
      const known = await this.uic.settled(contactId, id);
      codes.push({ id, code: known?.outcome === 'issued' ? known.code : null, ...holding });
    }
    return codes;
  }

  /** All of it is sealed anew when the keys change. */
  rotateWith(rotation: KeyRotation): void {
    rotation.add({ name: 'conversation_note', rotate: () => this.notes.rotate() });
    rotation.add({ name: 'conversation_order', rotate: () => this.orders.rotate() });
    rotation.add({ name: 'conversation_question', rotate: () => this.questions.rotate() });
  }
}
