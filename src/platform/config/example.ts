import { declaration } from './declaration.js';
import type { Declared } from './kinds.js';

/** The text of `.env.example`: every setting with its meaning, its default or an example, commented out. */
export function envExample(): string {
  const lines = ['# Réglages de Relais. Copiez ce fichier en .env et retirez le # des lignes utiles.'];
  lines.push('# Fichier produit par « npm run env:example » à partir de src/platform/config/declaration.ts.');
  let group = '';
  for (const [name, setting] of Object.entries<Declared>(declaration)) {
    if (setting.group !== group) {
      group = setting.group;
      lines.push('', `# ── ${group} ──`);
    }
    const fallback = setting.schema.safeParse(undefined);
    const standard =
      fallback.success && fallback.data !== undefined
        ? `${fallback.data as string | number | boolean}`
        : undefined;
    lines.push('', `# ${setting.doc}${standard === undefined ? '' : ` Par défaut : ${standard}.`}`);
    lines.push(`# ${name}=${standard ?? setting.example}`);
  }
  return `${lines.join('\n')}\n`;
}
