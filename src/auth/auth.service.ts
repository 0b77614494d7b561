import { Injectable } from '@nestjs/common';
import type { Permission } from '../platform/web/permission.js';
import { Auth } from './auth.contract.js';
import { presentedKey } from './keys/key.js';
import { KeyCallers } from './keys/key-callers.js';
import { Keys } from './keys/keys.service.js';
import { may, type Role } from './roles.js';
import { tokenIn } from './sessions/cookie.js';
import { SignIn } from './sessions/sign-in.service.js';
import { Users } from './users/users.service.js';

/** Who calls: the id of a key or of a user, or the name of the setting. */
export interface Caller {
  kind: 'key' | 'user';
  id: string;
  role: Role;
  /** A browser vouches for it by itself, also where another page asked. */
  byCookie: boolean;
}

/** What a request brings to say who calls. */
export interface Presented {
  authorization?: string;
  cookie?: string;
  address: string;
  /** Whether a key may come as the password of HTTP Basic. */
  asPassword: boolean;
}

/** Tells callers by their keys and sessions. */
@Injectable()
export class AuthService extends Auth {
  constructor(
    private readonly keys: Keys,
    private readonly staff: Users,
    private readonly callers: KeyCallers,
    private readonly signIn: SignIn,
  ) {
    super();
  }

  firstKey(): Promise<string | null> {
    return this.keys.first();
  }

  async lend<T>(name: string, work: (key: string) => Promise<T>): Promise<T> {
    const { row, key } = await this.keys.create(name, 'admin');
    try {
      return await work(key);
    } finally {
      await this.keys.revoke(row.id);
    }
  }

  users(who: 'administrators' | 'everybody'): Promise<string[]> {
    return this.staff.ids(who);
  }

  async admits(authorization: string | undefined, address: string, permission: Permission): Promise<boolean> {
    const key = presentedKey(authorization, true);
    const caller = key && (await this.callers.callerOf(key, address));
    return caller ? may(caller.role, permission) : false;
  }

  /** The caller with a key, else the one with a session; `null` when there is neither or it does not open. */
  async identify({ authorization, cookie, address, asPassword }: Presented): Promise<Caller | null> {
    const key = presentedKey(authorization, asPassword);
    if (key !== null) {
      const caller = await this.callers.callerOf(key, address);
      return caller && { kind: 'key', id: caller.id, role: caller.role, byCookie: false };
    }
    const token = tokenIn(cookie);
    const found = token && (await this.signIn.find(token));
    if (!found) return null;
    const { kind, id, role } = found.member;
    return { kind, id, role, byCookie: true };
  }
}
