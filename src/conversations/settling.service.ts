import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Events } from '../platform/events/events.js';
import { CodeSettled, Uic } from '../uic/uic.contract.js';
import { Dialogue } from './dialogue.service.js';
import { SessionRepository } from './session.repository.js';
import { Turntable } from './turntable.service.js';

/** Gives a person the code on whose characters the national register had to decide. */
@Injectable()
export class Settling implements OnModuleInit {
  constructor(
    private readonly events: Events,
    private readonly uic: Uic,
    private readonly sessions: SessionRepository,
    private readonly dialogue: Dialogue,
    private readonly turntable: Turntable,
  ) {}

  onModuleInit(): void {
    this.events.on(CodeSettled, 'conversations.code-settled', (event) => this.tell(event));
  }

  /** Once, in whichever conversation waits for it: what was told waits no more. */
  private async tell({ codeId, holderId }: CodeSettled): Promise<void> {
    for (const { numberId, json } of await this.sessions.of([holderId])) {
      const { waiting } = this.dialogue.revive(json);
      if (waiting?.codeId !== codeId) continue;
      const { messageId, channel } = waiting;
      await this.turntable.advance({ contactId: holderId, numberId, messageId, channel }, async (state) => {
        const issued = state.waiting?.codeId === codeId ? await this.uic.settled(holderId, codeId) : null;
        return issued && { kind: 'issued', issued, messageId, channel };
      });
    }
  }
}
