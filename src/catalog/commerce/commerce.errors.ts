import { RelaisError } from '../../kernel/error.js';

/** None of our numbers is connected with this catalogue. */
export class CommerceNotFound extends RelaisError {
  readonly code = 'catalog.commerce-not-found';
  readonly kind = 'not-found';
  readonly publicText =
    'Aucun de nos numéros n’est relié à ce catalogue. Indiquez-le dans les réglages du numéro.';

  constructor() {
    super('no such commerce catalogue');
  }
}

/** Another export to this catalogue is going on. */
export class ExportRunning extends RelaisError {
  readonly code = 'catalog.export-running';
  readonly kind = 'conflict';
  readonly publicText = 'Un envoi vers ce catalogue est déjà en cours. Attendez sa fin.';

  constructor(readonly exportId: string) {
    super(`export ${exportId} is going on`);
  }
}

/** It ended with the server, or somebody else took it over. */
export class ExportStopped extends RelaisError {
  readonly code = 'catalog.export-stopped';
  readonly kind = 'conflict';
  readonly publicText = 'L’envoi a été interrompu. Le suivant reprend où il en était.';

  constructor() {
    super('the export was stopped');
  }
}
