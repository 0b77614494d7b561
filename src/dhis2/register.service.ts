import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Clock } from '../kernel/clock.js';
import { Settings } from '../platform/config/settings.js';
import { CodeRegister, type NewCode, type Registered } from '../uic/uic.port.js';
import type { RegistrationState } from './dhis2.contract.js';
import { GatewayRegistry } from './gateway-registry.js';
import { BookRepository } from './registrations/book.repository.js';
import type { RegistrationRow } from './registrations/registration.entity.js';
import { erased, joined, linked, mayBeThere, parted, replaced } from './registrations/resolutions.js';
import { Sealing } from './registrations/sealing.js';

/** The national register as the room of codes sees it: everything is written here first and told there after the commit. */
@Injectable()
export class RegisterService extends CodeRegister {
  /** Something is to be delivered; `isUrgent`: somebody waits for it. */
  wake: (isUrgent: boolean) => void = () => undefined;

  constructor(
    private readonly book: BookRepository,
    private readonly gateways: GatewayRegistry,
    private readonly sealing: Sealing,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {
    super();
  }

  get isOn(): boolean {
    return this.gateways.isOn;
  }

  /** A gateway that makes no codes has nothing to decide. */
  get decidesWithinMs(): number {
    const { codePolicy, timeoutMs } = this.settings.dhis2;
    return codePolicy === 'remote' && this.gateways.active.can.generate ? timeoutMs : 0;
  }

  async enter(code: NewCode): Promise<void> {
    const { decidesWithinMs } = this;
    const isUrgent = decidesWithinMs > 0;
    const now = this.clock.now();
    const { codeId, code: characters, answers, issuedAt, possibleDuplicate } = code;
    const payload = { code: characters, answers, issuedAt: issuedAt.toISOString(), possibleDuplicate };
    await this.book.add({
      ...BLANK,
      id: uuid(),
      codeId,
      lane: isUrgent ? 0 : 1,
      payload: this.sealing.seal(payload),
      codeKey: this.sealing.key(characters),
      refs: { ...this.gateways.active.references() },
      queuedAt: now,
      nextAttemptAt: now,
      awaited: isUrgent,
      urgentUntil: isUrgent ? new Date(now.getTime() + decidesWithinMs) : null,
      createdAt: now,
      updatedAt: now,
    });
    this.tell(isUrgent);
  }

  async supersede(olderId: string, newerId: string): Promise<void> {
    let isThere = false;
    await this.change([olderId], (row) => {
      isThere = mayBeThere(row) && !row.erased;
      return replaced(row, newerId);
    });
    if (isThere) await this.change([newerId], () => linked(olderId, 'flag'));
  }

  join(keptId: string, otherId: string): Promise<void> {
    const link = this.gateways.active.can.merge ? 'merge' : 'flag';
    return this.change([otherId], (row) => joined(row, keptId, link));
  }

  part(keptId: string, otherId: string): Promise<void> {
    return this.change([keptId, otherId], (row) =>
      parted(row, row.codeId === keptId ? otherId : keptId, this.clock.now()),
    );
  }

  forget(codeIds: readonly string[]): Promise<void> {
    return this.book.change(codeIds, (row) => erased(row));
  }

  async standing(codeIds: readonly string[]): Promise<ReadonlyMap<string, Registered>> {
    const rows = await this.book.standing(codeIds);
    return new Map(rows.map(({ codeId, state }) => [codeId, STANDINGS[state]]));
  }

  private async change(
    codeIds: readonly string[],
    decide: Parameters<BookRepository['change']>[1],
  ): Promise<void> {
    await this.book.change(codeIds, decide);
    this.tell(false);
  }

  private tell(isUrgent: boolean): void {
    this.book.afterCommit(() => this.wake(isUrgent));
  }
}

/** Given up, it is somebody's task as well. */
const STANDINGS = {
  QUEUED: 'waiting',
  SENDING: 'waiting',
  RETRY: 'waiting',
  DONE: 'done',
  NEEDS_REVIEW: 'task',
  DEAD: 'task',
} as const satisfies Record<RegistrationState, Registered>;

const BLANK = {
  state: 'QUEUED',
  clientId: null,
  known: [],
  unsure: false,
  attempts: 0,
  tries: 0,
  outcome: null,
  cause: null,
  words: null,
  advice: null,
  erased: false,
  link: null,
  linkedCodeId: null,
  version: 1,
} satisfies Partial<RegistrationRow>;
