import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { PromptRunner } from './postgres-runner.js';

/** A connection that notes what goes onto the wire; the beginning is answered when the test says so. */
function wire() {
  const sent: string[] = [];
  let answer: (error?: Error) => void = () => undefined;
  const begun = new Promise<void>((resolve, reject) => {
    answer = (error) => (error === undefined ? resolve() : reject(error));
  });
  const query = async (sql: string): Promise<object> => {
    sent.push(sql);
    if (sql === 'START TRANSACTION') await begun;
    return { rows: [], rowCount: 0 };
  };
  const client = { query, on: () => undefined, removeListener: () => undefined };
  const quiet = () => undefined;
  const logger = { logQuery: quiet, logQueryError: quiet, logQuerySlow: quiet };
  const driver = {
    options: {},
    connectedQueryRunners: [],
    dataSource: { logger, subscribers: [] },
    obtainMasterConnection: async () => [client, quiet],
  };
  return { sent, answer, runner: new PromptRunner(driver as unknown as PostgresDriver, 'master') };
}

const passed = () => new Promise((resolve) => setImmediate(resolve));

describe('a transaction on PostgreSQL', () => {
  it('is begun without waiting for the answer', async () => {
    const { sent, runner } = wire();
    await runner.startTransaction();
    expect(runner.isTransactionActive).toBe(true);
    expect(runner.opening).not.toBeNull();
    expect(sent).toEqual(['START TRANSACTION']);
  });

  it('lets nothing be written before the beginning was answered', async () => {
    const { sent, answer, runner } = wire();
    await runner.startTransaction();
    const writing = runner.query('UPDATE probe SET note = 1');
    await passed();
    expect(sent).toEqual(['START TRANSACTION']);
    answer();
    await writing;
    await runner.commitTransaction();
    expect(sent).toEqual(['START TRANSACTION', 'UPDATE probe SET note = 1', 'COMMIT']);
    expect(runner.opening).toBeNull();
  });

  it('fails with its beginning: nothing is written by itself', async () => {
    const { sent, answer, runner } = wire();
    await runner.startTransaction();
    answer(new Error('the server is shutting down'));
    await expect(runner.query('UPDATE probe SET note = 1')).rejects.toThrow('shutting down');
    await expect(runner.commitTransaction()).rejects.toThrow('shutting down');
    await expect(runner.opening).rejects.toThrow('shutting down');
    expect(sent).toEqual(['START TRANSACTION']);
  });
});
