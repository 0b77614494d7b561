import { RelaisError } from '../../kernel/error.js';
import type { FileFault } from './lined-file.js';

const MOST_FAULTS = 20;

/** A file of the operator cannot be used; the start stops here and names each fault with its line. */
export abstract class LinedFileInvalid extends RelaisError {
  readonly kind = 'invalid';
  readonly publicText: string;

  /** @param what what is refused; @param more what helps: where an example is */
  constructor(
    what: string,
    readonly faults: readonly FileFault[],
    more: string,
  ) {
    const shown = faults
      .slice(0, MOST_FAULTS)
      .map(({ line, reason }) => `  ${line === undefined ? '' : `ligne ${line} : `}${reason}`);
    if (faults.length > MOST_FAULTS) shown.push(`  … et ${faults.length - MOST_FAULTS} autres`);
    const text = `${what} :\n${shown.join('\n')}\n  ${more}`;
    super(text);
    this.publicText = text;
  }
}
