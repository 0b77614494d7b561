import { Injectable } from '@nestjs/common';

/** Something that holds sealed or indexed values and can make them anew under the first keys. */
export interface Rotatable {
  /** Table or kind of value, for the report. */
  name: string;
  /** Goes through everything in batches, also while the application runs; resolves with how many rows it renewed. Can be repeated. */
  rotate: () => Promise<number>;
}

/** Who has to be asked when keys change; afterwards the old keys can be taken out of the settings. */
@Injectable()
export class KeyRotation {
  private readonly members: Rotatable[] = [];

  /** To be called at start. */
  add(member: Rotatable): void {
    this.members.push(member);
  }

  /** Renews everything; rows renewed by name. */
  async run(): Promise<Record<string, number>> {
    const renewed: Record<string, number> = {};
    for (const member of this.members) renewed[member.name] = await member.rotate();
    return renewed;
  }
}
