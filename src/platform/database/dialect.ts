/** The three databases that Relais speaks. */
export type Dialect = 'sqlite' | 'postgres' | 'oracle';

const BY_DRIVER: Readonly<Record<string, Dialect>> = {
  'better-sqlite3': 'sqlite',
  postgres: 'postgres',
  oracle: 'oracle',
};

/** The dialect behind a TypeORM driver name. */
export function dialectOf(driver: string): Dialect {
  const dialect = BY_DRIVER[driver];
  if (!dialect) throw new Error(`No dialect for the driver ${driver}.`);
  return dialect;
}
