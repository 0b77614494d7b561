import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Uic } from '../uic/uic.contract.js';
import { AnswersUnasked } from './dhis2.errors.js';
import type { Finding } from './dhis2.port.js';
import { GatewayRegistry } from './gateway-registry.js';

/** Holds the answers that the register is sent against the questions that people are asked. */
@Injectable()
export class Questionnaire implements OnApplicationBootstrap {
  constructor(
    private readonly gateways: GatewayRegistry,
    private readonly uic: Uic,
  ) {}

  /** Where an answer that nobody gives is needed, no code could ever be registered: better known now than from the first person. */
  onApplicationBootstrap(): void {
    if (!this.gateways.isOn) return;
    const unasked = this.unasked(this.gateways.active.answers?.needed);
    if (unasked.length > 0) throw new AnswersUnasked(unasked, this.asked);
  }

  /** What the mapping names in vain: a slip of the pen, or a question of former times, whose codes may still wait. */
  get findings(): Finding[] {
    return this.unasked(this.gateways.active.answers?.used).map((key) => ({
      state: 'warning',
      title: `Aucune question ne s’appelle « ${key} » : DHIS2 n’en reçoit rien.`,
      advice: `Les questions sont : ${this.asked.join(', ')}. Corrigez ce nom dans DHIS2_CONFIG_FILE, sauf s’il sert aux codes d’anciennes questions.`,
    }));
  }

  private unasked(keys: readonly string[] = []): string[] {
    return keys.filter((key) => !this.asked.includes(key));
  }

  private get asked(): string[] {
    return this.uic.questions.map(({ key }) => key);
  }
}
