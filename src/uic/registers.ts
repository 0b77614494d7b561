import { Injectable } from '@nestjs/common';
import { CodeRegister, CodeRegisters, type Registered } from './uic.port.js';

/** Where there is no register nothing is entered, and nobody waits. */
class NoRegister extends CodeRegister {
  readonly decidesWithinMs = 0;

  enter(): Promise<void> {
    return Promise.resolve();
  }

  supersede(): Promise<void> {
    return Promise.resolve();
  }

  join(): Promise<void> {
    return Promise.resolve();
  }

  part(): Promise<void> {
    return Promise.resolve();
  }

  forget(): Promise<void> {
    return Promise.resolve();
  }

  standing(): Promise<ReadonlyMap<string, Registered>> {
    return Promise.resolve(new Map());
  }
}

/** The register of this deployment, if it has one. */
@Injectable()
export class Registers extends CodeRegisters {
  private used: CodeRegister | null = null;
  private readonly none = new NoRegister();

  use(register: CodeRegister): void {
    if (this.used !== null && this.used !== register)
      throw new Error('codes are entered in one register already');
    this.used = register;
  }

  /** One that does nothing where there is none. */
  get current(): CodeRegister {
    return this.used ?? this.none;
  }

  /** For each code whether the register has it; `null` where there is no register. */
  async have(codeIds: readonly string[]): Promise<(codeId: string) => boolean | null> {
    if (this.used === null) return () => null;
    const standing = await this.used.standing(codeIds);
    return (codeId) => standing.get(codeId) === 'done';
  }
}
