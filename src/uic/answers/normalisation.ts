import type { Asked } from '../questions/definition.js';
import type { Towns } from '../towns/towns.js';
import type { Reading } from '../uic.contract.js';
import { choiceReader } from './choice.js';
import { readMonth } from './month.js';
import { readName } from './name.js';
import { readNumber } from './number.js';
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

/** Reads what somebody says to one question. */
export type Reader = (message: string, circumstances: Circumstances) => Reading;

/** How the answers to a question are read. Commands are not known here: whoever asks has taken them out. */
export function readerOf(asked: Asked): Reader {
  switch (asked.kind) {
    case 'letters':
      return (message) => readName(message, asked);
    case 'year':
      return (message, { year }) => readYear(message, year, asked.length);
    case 'month':
      return readMonth;
    case 'town':
      return (message, { towns, townMode }) => readTown(message, towns, townMode);
    case 'number':
      return (message) => readNumber(message, asked);
    case 'choice':
      return choiceReader(asked.options);
  }
}
