import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

const HEADER = '# Réglages de Relais ; la liste complète est dans .env.example.\n';
const NEEDS_QUOTES = /[^\w.,:;/@%+=~^*()[\]{}!?&|<>-]/;

/** Sets these in a `.env` file and leaves every other line as it is. The file is for its owner only: it holds secrets. */
export function writeEnvironment(values: Readonly<Record<string, string>>, file = '.env'): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : HEADER;
  const after = Object.entries(values).reduce(
    (text, [name, value]) => withSetting(text, name, value),
    before,
  );
  // Written beside and moved: a full disk leaves the old file as it was.
  const beside = `${file}.${process.pid}.new`;
  writeFileSync(beside, after, { mode: 0o600 });
  chmodSync(beside, 0o600);
  renameSync(beside, file);
}

function withSetting(text: string, name: string, value: string): string {
  const line = `${name}=${quoted(name, value)}`;
  const own = new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`);
  const lines = text.replace(/\n$/, '').split('\n');
  const at = lines.findIndex((each) => own.test(each));
  const kept = lines.filter((each, index) => index === at || !own.test(each));
  if (at < 0) kept.push(line);
  else kept[at] = line;
  return `${kept.filter((each, index) => index > 0 || each !== '').join('\n')}\n`;
}

function quoted(name: string, value: string): string {
  const candidates = NEEDS_QUOTES.test(value) ? [`'${value}'`, `"${value}"`, `\`${value}\``] : [value];
  const fitting = candidates.find((text) => parseEnv(`${name}=${text}`)[name] === value);
  if (fitting === undefined || /[\r\n]/.test(value)) throw new Error(`${name} cannot be written into a file`);
  return fitting;
}
