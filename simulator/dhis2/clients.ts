import { CODE, SERIAL } from './metadata.js';

export interface Enrollment {
  enrollment: string;
  program: string;
  orgUnit: string;
  /** Milliseconds. */
  enrolledAt: number;
  occurredAt: number | null;
  status: string;
}

/** A person in the register, kept small: there may be a hundred thousand. */
export interface Client {
  trackedEntity: string;
  trackedEntityType: string;
  orgUnit: string;
  /** By the id of the attribute. */
  values: Readonly<Record<string, string>>;
  enrollments: readonly Enrollment[];
  createdAt: number;
  updatedAt: number;
  potentialDuplicate: boolean;
  inactive: boolean;
  /** The service's account may not see it; uniqueness sees it. */
  hidden: boolean;
  deleted: boolean;
  /** What the five endpoints know it by. */
  reference?: string;
}

/** A client with what is not said left as it usually is. */
export function newClient(
  said: Pick<Client, 'trackedEntity' | 'trackedEntityType' | 'orgUnit' | 'createdAt'> & Partial<Client>,
): Client {
  return {
    values: {},
    enrollments: [],
    updatedAt: said.createdAt,
    potentialDuplicate: false,
    inactive: false,
    hidden: false,
    deleted: false,
    ...said,
  };
}

const MOST = 100_000;
const INDEXED = [CODE, SERIAL];

/** Everybody in the register; beyond the hundred thousandth the oldest are forgotten. */
export class Clients {
  private readonly byId = new Map<string, Client>();
  private readonly byValue = new Map<string, readonly string[]>();
  private readonly byEnrollment = new Map<string, string>();
  private readonly byReference = new Map<string, string>();

  /** Adds a client, or puts another state of it in its place. */
  put(client: Client): void {
    const before = this.byId.get(client.trackedEntity);
    if (before) this.unlink(before);
    this.byId.set(client.trackedEntity, client);
    this.link(client);
    const oldest = this.byId.size > MOST ? this.byId.values().next().value : undefined;
    if (oldest) this.forget(oldest);
  }

  /** Deleted on the server: the id can never be used again. */
  remove(id: string): boolean {
    const client = this.byId.get(id);
    if (!client || client.deleted) return false;
    this.put({ ...client, deleted: true });
    return true;
  }

  get(id: string): Client | undefined {
    return this.byId.get(id);
  }

  ofEnrollment(id: string): Client | undefined {
    return this.byId.get(this.byEnrollment.get(id) ?? '');
  }

  ofReference(reference: string): Client | undefined {
    return this.byId.get(this.byReference.get(reference) ?? '');
  }

  /** Who has this value, deleted ones left out; `undefined` where no index knows it. */
  having(attribute: string, value: string): Client[] | undefined {
    if (!INDEXED.includes(attribute)) return undefined;
    return (this.byValue.get(keyOf(attribute, value)) ?? []).flatMap((id) => this.byId.get(id) ?? []);
  }

  /** Oldest first. */
  all(): Iterable<Client> {
    return this.byId.values();
  }

  /** Newest first: so many, after so many. */
  newest(limit: number, skip = 0): Client[] {
    const end = this.byId.size - skip;
    const found: Client[] = [];
    let at = 0;
    for (const client of this.byId.values()) {
      if (at >= end) break;
      if (at >= end - limit) found.push(client);
      at += 1;
    }
    return found.toReversed();
  }

  get size(): number {
    return this.byId.size;
  }

  clear(): void {
    for (const map of [this.byId, this.byValue, this.byEnrollment, this.byReference]) map.clear();
  }

  private forget(client: Client): void {
    this.unlink(client);
    this.byId.delete(client.trackedEntity);
  }

  private link(client: Client): void {
    for (const { enrollment } of client.enrollments) this.byEnrollment.set(enrollment, client.trackedEntity);
    if (client.reference !== undefined) this.byReference.set(client.reference, client.trackedEntity);
    if (client.deleted) return;
    for (const key of keysOf(client)) {
      this.byValue.set(key, [...(this.byValue.get(key) ?? []), client.trackedEntity]);
    }
  }

  private unlink(client: Client): void {
    for (const { enrollment } of client.enrollments) this.byEnrollment.delete(enrollment);
    if (client.reference !== undefined) this.byReference.delete(client.reference);
    for (const key of keysOf(client)) {
      const left = this.byValue.get(key)?.filter((id) => id !== client.trackedEntity) ?? [];
      if (left.length > 0) this.byValue.set(key, left);
      else this.byValue.delete(key);
    }
  }
}

function keysOf({ values }: Client): string[] {
  return INDEXED.flatMap((attribute) => {
    const value = values[attribute];
    return value === undefined ? [] : [keyOf(attribute, value)];
  });
}

function keyOf(attribute: string, value: string): string {
  return `${attribute} ${value.toLowerCase()}`;
}
