import { Injectable } from '@nestjs/common';
import type { WaitingRow } from './inbox.repository.js';
import { Strikes } from './strikes.js';
import { Turns } from './turns.js';
import type { InboundHandler } from '../whatsapp.port.js';

/**
 * Handles many messages at once and, when that fails, finds the one at fault: person by person, then message by message. A message
 * that fails alone waits, holding back only its own person.
 */
@Injectable()
export class Isolation {
  constructor(
    private readonly turns: Turns,
    private readonly strikes: Strikes,
  ) {}

  async handle(rows: readonly WaitingRow[], handler: InboundHandler): Promise<void> {
    try {
      return await this.turns.take(rows, handler);
    } catch (error) {
      if (this.strikes.isNobodysFault(error)) throw error;
      if (rows.length === 1 && rows[0] !== undefined) return void (await this.strike(rows[0], error));
    }
    for (const line of byLane(rows)) await this.handleLine(line, handler, line.length < rows.length);
  }

  private async handleLine(rows: WaitingRow[], handler: InboundHandler, together: boolean): Promise<void> {
    if (together) {
      try {
        return await this.turns.take(rows, handler);
      } catch (error) {
        if (this.strikes.isNobodysFault(error)) throw error;
      }
    }
    for (const row of rows) {
      try {
        await this.turns.take([row], handler);
      } catch (error) {
        if (this.strikes.isNobodysFault(error)) throw error;
        const isDead = await this.strike(row, error);
        // Those behind wait with it, unless it is out of the way for good.
        if (!isDead) return;
      }
    }
  }

  private strike(row: WaitingRow, error: unknown): Promise<boolean> {
    return this.strikes.count(row, error, (dead) => this.turns.contactOf(dead));
  }
}

function byLane(rows: readonly WaitingRow[]): WaitingRow[][] {
  const lanes = new Map<string, WaitingRow[]>();
  for (const row of rows) {
    const line = lanes.get(row.lane);
    if (line === undefined) lanes.set(row.lane, [row]);
    else line.push(row);
  }
  return [...lanes.values()];
}
