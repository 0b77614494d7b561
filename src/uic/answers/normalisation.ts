import type { Part } from '../scheme.js';
import type { Towns } from '../towns/towns.js';
import type { Reading } from '../uic.contract.js';
import { readGender } from './gender.js';
import { readName } from './name.js';
import { readTown, type TownMode } from './town.js';
import { readYear } from './year.js';

/** The version of the rules by which answers are read. A rule that gives some answer another value is a new version. */
export const NORMALISATION = 'norm-v1';

/** What reading depends on beside the text. */
export interface Circumstances {
  readonly towns: Towns;
  readonly townMode: TownMode;
  readonly year: number;
}

/** Reads the answer to one question. Commands are not known here: whoever asks has taken them out. */
export function readAnswer(part: Part, message: string, { towns, townMode, year }: Circumstances): Reading {
  switch (part.kind) {
    case 'letters':
      return readName(message, part);
    case 'digit':
      return readYear(message, year);
    case 'town':
      return readTown(message, towns, townMode);
    case 'choice':
      return readGender(message, part.choices ?? []);
  }
}
