import type { Permission } from '../platform/web/permission.js';

/** Who may enter the API. Rooms do not ask it: their routes say `@Allow`, and what they do they tell the `AuditTrail`. */
export abstract class Auth {
  /**
   * Makes the first administrator's key where there is no way in yet: no key exists and `ADMIN_API_KEY` is not set. Of several
   * instances that start at once only one gets it. It is shown to whoever started the server and cannot be read again.
   */
  abstract firstKey(): Promise<string | null>;

  /**
   * Whether the value of an `Authorization` header, sent from `address`, gives this permission. Beside `Bearer` it takes
   * `Basic` with the key as password, which is what browsers can send. Too many wrong keys from one address are refused.
   */
  abstract admits(
    authorization: string | undefined,
    address: string,
    permission: Permission,
  ): Promise<boolean>;

  /**
   * An administrator's key for as long as the work takes, for a command that speaks to a server which runs already. It is in the
   * audit book under this name, and opens nothing any more when the work is done or has failed.
   */
  abstract lend<T>(name: string, work: (key: string) => Promise<T>): Promise<T>;

  /** Ids of the users who are not disabled: the administrators, or all. */
  abstract users(who: 'administrators' | 'everybody'): Promise<string[]>;
}
