import { RelaisError } from '../../kernel/error.js';

/** There is no such pair, or one of its codes was erased. */
export class PairUnknown extends RelaisError {
  readonly code = 'uic.pair-unknown';
  readonly kind = 'not-found';
  readonly publicText = 'Cette paire n’existe pas. L’un des deux codes a peut-être été effacé.';
}

/** Somebody else has decided already. */
export class PairDecided extends RelaisError {
  readonly code = 'uic.pair-decided';
  readonly kind = 'conflict';
  readonly publicText =
    'Cette paire vient d’être décidée. Relisez-la ; pour changer la décision, rouvrez-la d’abord.';
}

/** There is no decision that could be taken back. */
export class PairOpen extends RelaisError {
  readonly code = 'uic.pair-open';
  readonly kind = 'conflict';
  readonly publicText = 'Cette paire est déjà ouverte : il n’y a pas de décision à reprendre.';
}

/** One of the two codes does not count by itself any more: it cannot be linked once again. */
export class PairReplaced extends RelaisError {
  readonly code = 'uic.pair-replaced';
  readonly kind = 'conflict';
  readonly publicText =
    'L’un des deux codes a déjà été remplacé par un autre. Rouvrez d’abord la paire qui l’a remplacé, ou décidez « différentes ».';
}
