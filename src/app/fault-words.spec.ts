import { createServer } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { faultWords, portWords } from './fault-words.js';

const thrownBy = async (work: () => unknown): Promise<unknown> => {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};
const coded = (code: string, more: object = {}) => Object.assign(new Error('in English'), { code, ...more });

describe('why Relais cannot begin is said in words', () => {
  it('where no database listens', async () => {
    const client = new pg.Client({ connectionString: 'postgres://relais:geheim@127.0.0.1:1/relais' });
    const words = faultWords(await thrownBy(() => client.connect()));
    expect(words).toBe(
      'La base de données ne répond pas. Est-elle en marche ? Vérifiez DATABASE_URL. (ECONNREFUSED)',
    );
  });

  it.each([
    ['28P01', {}, /refuse l’utilisateur/],
    ['ORA-01017', { errorNum: 1017 }, /refuse l’utilisateur/],
    ['3D000', {}, /pas de base de ce nom/],
    ['ORA-12514', { errorNum: 12_514 }, /pas de base de ce nom/],
    ['42501', {}, /n’a pas le droit/],
    ['NJS-515', {}, /n’est pas comprise/],
    ['NJS-503', {}, /ne répond pas/],
    ['ENOTFOUND', {}, /ne répond pas/],
    ['EACCES', { syscall: 'mkdir' }, /ne peut pas être ouvert/],
  ])('where a driver says %s', (code, more, words) => {
    const told = faultWords(coded(code, more));
    expect(told).toMatch(words);
    expect(told).not.toContain('in English');
  });

  it('where a file is no database, or a folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'relais-words-'));
    const file = join(folder, 'letter.sqlite');
    writeFileSync(file, 'Dear Sir or Madam, this is a letter of some length and no database at all.');
    const read = () => new DatabaseSync(file).exec('SELECT * FROM sqlite_master');
    expect(faultWords(await thrownBy(read))).toMatch(/n’est pas une base SQLite/);
    expect(faultWords(await thrownBy(() => new DatabaseSync(folder)))).toMatch(/ne peut pas être ouvert/);
    rmSync(folder, { recursive: true });
  });

  it('where the port is taken', async () => {
    const first = createServer();
    await new Promise<void>((ready) => first.listen(0, '127.0.0.1', ready));
    const { port } = first.address() as { port: number };
    const refused = await new Promise((fail) => createServer().on('error', fail).listen(port, '127.0.0.1'));
    expect(portWords(refused)).toMatch(/port est déjà pris/);
    first.close();
  });

  it.each([
    ['EACCES', /réservé au système/],
    ['EADDRNOTAVAIL', /n’est pas une adresse de cette machine/],
  ])('where the address to listen at is refused with %s', (code, words) => {
    expect(portWords(coded(code, { syscall: 'listen' }))).toMatch(words);
  });

  it('and of an error that nobody foresaw only what names nobody', () => {
    expect(portWords(new Error('else'))).toBeNull();
    expect(faultWords(new Error('lost +243810000001'))).not.toContain('243810000001');
  });
});
