import { Logger } from '@nestjs/common';
import { type TemplateHint, TemplateHints } from '../../../template-sync/template-sync.port.js';
import { HintsService } from './hints.service.js';

const hint = (remoteId: string): TemplateHint => ({
  accountId: '1',
  remoteId,
  name: 'a',
  language: 'fr',
  at: new Date(0),
  news: { kind: 'components' },
});

class TakerFake extends TemplateHints {
  readonly taken: string[] = [];
  answer: () => Promise<void> = async () => {};

  async take({ remoteId }: TemplateHint): Promise<void> {
    await this.answer();
    if (remoteId === 'bad') throw new Error('the database is away');
    this.taken.push(remoteId);
  }
}

describe('hints about templates', () => {
  it('are taken in their order, and one that fails is logged and holds up none', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    const taker = new TakerFake();
    const hints = new HintsService(taker);
    hints.pass([hint('1'), hint('bad')]);
    hints.pass([hint('2')]);
    await hints.settled();
    expect(taker.taken).toEqual(['1', '2']);
    expect(logged).toHaveBeenCalledTimes(1);
    expect(logged).toHaveBeenCalledWith(expect.stringContaining('the database is away'));
    logged.mockRestore();
  });

  it('are waited for before the house closes', async () => {
    let release: () => void = () => {};
    const taker = new TakerFake();
    taker.answer = () => new Promise((resolve) => (release = resolve));
    const hints = new HintsService(taker);
    hints.pass([hint('1')]);
    const closing = hints.beforeApplicationShutdown();
    await new Promise((resolve) => setImmediate(resolve));
    release();
    await closing;
    expect(taker.taken).toEqual(['1']);
  });
});
