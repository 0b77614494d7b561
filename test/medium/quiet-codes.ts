import { questions, read } from '../../src/conversations/dialogue/questions.fake.js';
import { type Holding, type Issued, type IssueRequest, Uic } from '../../src/uic/uic.contract.js';

/** The door to codes, when nothing of theirs matters: each is made of its answers, and nobody has one before. */
export class QuietCodes extends Uic {
  readonly questions = questions;
  readonly recallKey = 'given';
  readonly read = read;

  async issue({ answers }: IssueRequest): Promise<Issued> {
    return { outcome: 'issued', id: 'code-1', code: Object.values(answers).join(''), repeat: false };
  }
  async settled(): Promise<Issued | null> {
    return null;
  }
  async recall(): Promise<[]> {
    return [];
  }
  async supersede(): Promise<boolean> {
    return false;
  }
  async keepApart(): Promise<void> {}
  async holdings(_holderId: string): Promise<Holding[]> {
    return [];
  }
  async find(): Promise<null> {
    return null;
  }
  async countDropOut(_at: string, _how: string): Promise<void> {}
  async card(): Promise<Buffer> {
    return Buffer.alloc(0);
  }
  async holds(_holderId: string): Promise<boolean> {
    return false;
  }
  async moveHolder(_fromId: string, _toId: string): Promise<void> {}
  async forgetHolder(_holderId: string): Promise<number> {
    return 1;
  }
  async settle(): Promise<void> {}
  async noteRemote(): Promise<void> {}
}
