import { DatabaseAddressError, parseAddress } from './address.js';

describe('the address of a database', () => {
  it.each([
    ['sqlite:./data/relais.sqlite', './data/relais.sqlite'],
    ['sqlite:/var/lib/relais.sqlite', '/var/lib/relais.sqlite'],
    ['sqlite:///var/lib/relais.sqlite', '/var/lib/relais.sqlite'],
    ['sqlite::memory:', ':memory:'],
  ])('%s is the SQLite file %s', (url, file) => {
    expect(parseAddress(url)).toEqual({ dialect: 'sqlite', file });
  });

  it('of PostgreSQL is handed on as it is', () => {
    const url = 'postgres://relais:s%40fe@db:5432/relais?sslmode=require';
    expect(parseAddress(url)).toEqual({ dialect: 'postgres', url });
    expect(parseAddress('postgresql://db/relais').dialect).toBe('postgres');
  });

  it('of Oracle is taken apart', () => {
    expect(parseAddress('oracle://relais:s%40fe%2F@db.example:1522/ORCLPDB1')).toEqual({
      dialect: 'oracle',
      user: 'relais',
      password: 's@fe/',
      connect: 'db.example:1522/ORCLPDB1',
    });
    expect(parseAddress('oracle://u:p@db/S')).toMatchObject({ connect: 'db:1521/S' });
    expect(parseAddress('oracle://u:p@db:2484/S?protocol=tcps')).toMatchObject({
      connect: 'tcps://db:2484/S',
    });
  });

  it.each([
    'mysql://root:secret@db/relais',
    './relais.sqlite',
    'sqlite:',
    '',
    'postgres://root:secret@db',
    'postgres:',
    'oracle://relais:secret@db:1521',
    'oracle://relais@db:1521/S',
    'oracle://relais:secret#@db:1521/S',
  ])('%s is refused with an example and without its password', (url) => {
    const attempt = (): unknown => parseAddress(url);
    expect(attempt).toThrow(DatabaseAddressError);
    expect(attempt).toThrow('oracle://user:password@host:1521/SERVICE');
    expect(attempt).not.toThrow('secret');
  });
});
