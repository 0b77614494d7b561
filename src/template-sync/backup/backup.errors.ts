import { RelaisError } from '../../kernel/error.js';

/** The file is none that `templates:backup` has written. */
export class NotABackup extends RelaisError {
  readonly code = 'template-sync.not-a-backup';
  readonly kind = 'invalid';
  readonly publicText =
    'Ce fichier n’est pas une sauvegarde de modèles faite par Relais. Rien n’a été changé.';
}

/** Written by another version of the format. */
export class BackupVersionUnknown extends RelaisError {
  readonly code = 'template-sync.backup-version';
  readonly kind = 'invalid';
  readonly publicText: string;

  constructor(found: unknown, known: number) {
    super(`backup format version ${String(found)}, known: ${known}`);
    this.publicText =
      `Cette sauvegarde est au format ${String(found)} ; ce Relais lit le format ${known}. ` +
      'Rien n’a été changé. Utilisez la version de Relais qui l’a écrite.';
  }
}

/** The file ends too early. */
export class BackupCut extends RelaisError {
  readonly code = 'template-sync.backup-cut';
  readonly kind = 'invalid';
  readonly publicText =
    'Cette sauvegarde est coupée : sa fin manque. Rien n’a été changé. Copiez le fichier de nouveau, ou prenez-en une autre.';
}

/** The content is not what was written. */
export class BackupAltered extends RelaisError {
  readonly code = 'template-sync.backup-altered';
  readonly kind = 'invalid';
  readonly publicText =
    'Cette sauvegarde a été modifiée ou abîmée : sa somme de contrôle ne correspond pas. Rien n’a été changé.';
}

/** A line cannot be understood. */
export class BackupBroken extends RelaisError {
  readonly code = 'template-sync.backup-broken';
  readonly kind = 'invalid';
  readonly publicText: string;

  constructor(line: number, what: string) {
    super(`line ${line} of the backup: ${what}`);
    this.publicText = `La ligne ${line} de cette sauvegarde est incompréhensible (${what}). Rien n’a été changé.`;
  }
}

/** The file cannot be read or written. */
export class BackupFileUnusable extends RelaisError {
  readonly code = 'template-sync.backup-file';
  readonly kind = 'invalid';
  readonly publicText: string;

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
    this.publicText = `Le fichier ${path} ne peut être lu ou écrit : ${reason}.`;
  }
}

/** A restore would mix with what is there. */
export class TemplatesPresent extends RelaisError {
  readonly code = 'template-sync.templates-present';
  readonly kind = 'conflict';
  readonly publicText: string;

  constructor(count: number) {
    super(`${count} templates are in the database already`);
    this.publicText =
      `La base contient déjà ${count} modèle(s) : une sauvegarde ne se restaure que dans une base sans modèles. ` +
      'Rien n’a été changé.';
  }
}

/** Some templates could not be made again; the report says which, and why. */
export class RestoreUnfinished extends RelaisError {
  readonly code = 'template-sync.restore-unfinished';
  readonly kind = 'limited';
  override readonly retryable = true;
  readonly publicText: string;

  constructor(remaining: number, failed: number, nextAt: Date | null) {
    super(`${remaining} templates remain, ${failed} failed`);
    const failures = failed > 0 ? ` ${failed} modèle(s) refusé(s) : voyez le rapport.` : '';
    const when =
      nextAt === null
        ? 'relancez la même commande plus tard'
        : `relancez la même commande après ${nextAt.toISOString()}, ou avec --wait`;
    const rest = remaining > 0 ? ` ${remaining} modèle(s) à créer encore : ${when}.` : '';
    this.publicText = `La restauration n’est pas complète.${failures}${rest}`;
  }
}
