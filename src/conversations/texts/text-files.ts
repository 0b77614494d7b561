import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../kernel/error.js';
import { type Language, parseLanguage } from './language-file.js';
import { TextsInvalid } from './texts.errors.js';
import { Texts } from './texts.js';

const STANDARD = 'fr';
const FILE = /^([a-z]{2,3}(?:-[a-z]{2,4})?)\.json$/i;

/**
 * The shipped languages and those of the operator's folder. A file there that has the name of a shipped one says only what it says
 * differently; any other has to be complete. Throws `TextsInvalid` naming each file and what is wrong in it.
 */
export function readTexts(extraFolder?: string): Texts {
  const languages = new Map<string, Language>();
  const faults: string[] = [];
  for (const folder of [import.meta.dirname, ...(extraFolder === undefined ? [] : [extraFolder])]) {
    for (const [code, file] of filesIn(folder)) {
      const parsed = parseFile(code, file, languages.get(code));
      if ('faults' in parsed) faults.push(...parsed.faults.map((fault) => `${file} : ${fault}`));
      else languages.set(code, parsed.language);
    }
  }
  const standard = languages.get(STANDARD);
  if (standard === undefined || faults.length > 0) throw new TextsInvalid(faults);
  languages.delete(STANDARD);
  return new Texts([standard, ...languages.values()]);
}

function filesIn(folder: string): [string, string][] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    throw new TextsInvalid([`${folder} : ${messageOf(error)}`]);
  }
  return names.sort().flatMap((name): [string, string][] => {
    const code = FILE.exec(name)?.[1];
    return code === undefined ? [] : [[code.toLowerCase(), join(folder, name)]];
  });
}

function parseFile(code: string, file: string, base?: Language): ReturnType<typeof parseLanguage> {
  try {
    return parseLanguage(code, JSON.parse(readFileSync(file, 'utf8')), base);
  } catch (error) {
    return { faults: [messageOf(error)] };
  }
}
