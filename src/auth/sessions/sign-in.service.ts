import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/web/audit.js';
import { runAs } from '../../platform/web/request-context.js';
import { WrongPassword } from '../auth.errors.js';
import { KeyCallers } from '../keys/key-callers.js';
import type { Role } from '../roles.js';
import { Users } from '../users/users.service.js';
import { WrongTries } from '../wrong-tries.js';
import { type Holder, Sessions } from './sessions.service.js';

/** Somebody who is signed in. */
export interface Member {
  kind: 'key' | 'user';
  id: string;
  name: string;
  role: Role;
}

export interface SignedIn {
  member: Member;
  token: string;
  expiresAt: Date;
}

/** Lets people in with a key or a password, and knows them by their session afterwards. */
@Injectable()
export class SignIn {
  constructor(
    private readonly callers: KeyCallers,
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly tries: WrongTries,
    private readonly audit: AuditTrail,
  ) {}

  /** Throws `WrongPassword` for a key that does not open. */
  async withKey(key: string, address: string): Promise<SignedIn> {
    const caller = await this.callers.callerOf(key, address);
    if (caller === null) throw new WrongPassword();
    return this.open({ holder: 'key', holderId: this.callers.holderId(caller) });
  }

  /** Throws `WrongPassword`, whichever of the two is wrong. */
  async withPassword(name: string, password: string, address: string): Promise<SignedIn> {
    this.tries.refuseGuessers(address);
    const user = await this.users.withPassword(name, password);
    if (user === null) {
      this.tries.note(address);
      throw new WrongPassword();
    }
    return this.open({ holder: 'user', holderId: user.id });
  }

  /** Who holds this token, as long as the session and what it was opened with are good. */
  async find(token: string): Promise<{ member: Member; expiresAt: Date } | null> {
    const session = await this.sessions.find(token);
    if (session === null) return null;
    const member = await this.memberOf(session);
    return member && { member, expiresAt: session.expiresAt };
  }

  async close(token: string): Promise<void> {
    await this.sessions.close(token);
  }

  /** A new password, and every session that was opened with the old one ends. */
  async setPassword(userId: string, password: string, current?: string): Promise<void> {
    await this.users.setPassword(userId, password, current);
    await this.sessions.closeAll({ holder: 'user', holderId: userId });
  }

  private async open(holder: Holder): Promise<SignedIn> {
    const member = await this.memberOf(holder);
    if (member === null) throw new WrongPassword();
    const { token, expiresAt } = await this.sessions.open(holder);
    await runAs({ kind: member.kind, id: member.id }, () => this.audit.record({ action: 'auth.signed-in' }));
    return { member, token, expiresAt };
  }

  private async memberOf({ holder, holderId }: Holder): Promise<Member | null> {
    if (holder === 'key') {
      const key = await this.callers.holder(holderId);
      return key && { kind: 'key', ...key };
    }
    const user = await this.users.find(holderId);
    if (user === null || user.disabledAt !== null) return null;
    return { kind: 'user', id: user.id, name: user.name, role: user.role };
  }
}
