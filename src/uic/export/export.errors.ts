import { RelaisError } from '../../kernel/error.js';

/** More rows than a spreadsheet shows of a table. */
export class WorkbookTooLarge extends RelaisError {
  readonly code = 'uic.workbook-too-large';
  readonly kind = 'invalid';
  readonly publicText: string;

  constructor(count: number, most: number) {
    super(`${count} rows for a workbook, ${most} at most`);
    const [asked, taken] = [count, most].map((each) => each.toLocaleString('fr'));
    this.publicText = `La période compte ${asked} codes ; un classeur XLSX en prend ${taken} au plus. Choisissez une période plus courte, ou le format CSV, qui n’a pas de limite.`;
  }
}

/** The file is there already: what is in it may be needed. */
export class FileExists extends RelaisError {
  readonly code = 'uic.file-exists';
  readonly kind = 'conflict';
  readonly publicText = 'Ce fichier existe déjà : donnez un autre nom, ou --force pour le remplacer.';
}

/** The folder is not there or may not be written to. */
export class FileUnwritable extends RelaisError {
  readonly code = 'uic.file-unwritable';
  readonly kind = 'invalid';
  readonly publicText: string;

  constructor(reason: string) {
    super(`file not written: ${reason}`);
    this.publicText = `Le fichier n’a pas pu être écrit (${reason}) : le dossier existe-t-il, et peut-on y écrire ?`;
  }
}
