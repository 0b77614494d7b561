import { createHash, randomBytes } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../platform/database/id.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import type { SessionRow } from './session.entity.js';
import { SessionRepository } from './session.repository.js';

/** A session ends after so long without use, and after so long in any case. */
const IDLE_MS = 12 * 3_600_000;
const LONGEST_MS = 7 * 24 * 3_600_000;
const NOTED_EVERY_MS = 5 * 60_000;
const PRUNE_EVERY_MS = 3_600_000;

/** Who signed in: with a key, or as a user with a password. */
export type Holder = Pick<SessionRow, 'holder' | 'holderId'>;

/** Browsers in which somebody signed in. */
@Injectable()
export class Sessions implements OnModuleInit {
  constructor(
    private readonly repository: SessionRepository,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      name: 'auth.prune-sessions',
      everyMs: PRUNE_EVERY_MS,
      run: async () => (await this.repository.prune(this.clock.now())) > 0,
    });
  }

  /** Begins a session; its token is shown this once. */
  async open(holder: Holder): Promise<{ token: string; expiresAt: Date }> {
    const token = randomBytes(32).toString('base64url');
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + IDLE_MS);
    const times = { createdAt: now, lastUsedAt: now, expiresAt };
    await this.repository.insert({ id: newId(), tokenHash: hashOf(token), ...holder, ...times });
    return { token, expiresAt };
  }

  /** Whose session this token opens, until when; `null` when it opens none. Using it prolongs it. */
  async find(token: string): Promise<(Holder & { expiresAt: Date }) | null> {
    const row = await this.repository.find(hashOf(token));
    const now = this.clock.now();
    if (row === null || row.expiresAt <= now) return null;
    const { holder, holderId } = row;
    if (now.getTime() - row.lastUsedAt.getTime() < NOTED_EVERY_MS)
      return { holder, holderId, expiresAt: row.expiresAt };
    const end = Math.min(row.createdAt.getTime() + LONGEST_MS, now.getTime() + IDLE_MS);
    await this.repository.prolong(row.id, now, new Date(end));
    return { holder, holderId, expiresAt: new Date(end) };
  }

  async close(token: string): Promise<void> {
    await this.repository.remove(hashOf(token));
  }

  /** Ends all sessions of somebody; returns how many. */
  closeAll({ holder, holderId }: Holder): Promise<number> {
    return this.repository.removeOf(holder, holderId);
  }
}

/** As many random bits need no slow hash. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
