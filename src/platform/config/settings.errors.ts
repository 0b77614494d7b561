import { RelaisError } from '../../kernel/error.js';

/** One setting that cannot be used: its name, what is wrong, and a value that would do. */
export interface Fault {
  name: string;
  reason: string;
  example: string;
}

/** The start stops here: every faulty setting at once, without the values given. */
export class SettingsInvalid extends RelaisError {
  readonly code = 'config.settings-invalid';
  readonly kind = 'invalid';
  readonly publicText: string;

  constructor(readonly faults: readonly Fault[]) {
    const lines = faults.map(
      (fault) => `  ${fault.name} : ${fault.reason}. Exemple : ${fault.name}=${fault.example}`,
    );
    const text = `Relais ne peut pas démarrer, ${faults.length === 1 ? 'un réglage est' : 'des réglages sont'} à corriger :\n${lines.join('\n')}`;
    super(text);
    this.publicText = text;
  }
}
