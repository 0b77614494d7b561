import { declaration } from './declaration.js';
import { isPlaceholderHost } from './dhis2-places.js';
import type { Environment } from './environment.js';

type Name = keyof typeof declaration;

const SECRET = /(?:SECRET|TOKEN|KEY|PASSWORD)$/;
const ADDRESS = /(?:_BASE_URL|_WEBHOOK_URL|_ENDPOINT|^SMTP_URL)$/;
const SHOWN = 'est la valeur de l’exemple, que tout le monde connaît';
const PLACEHOLDER = 'est une adresse d’exemple : en production, l’adresse du vrai serveur est attendue';

/** What production refuses because it stands in an example: a secret that everybody knows, an address that nobody has. */
export function examplesIn(env: Environment): [name: Name, reason: string][] {
  return (Object.keys(declaration) as Name[]).flatMap((name): [Name, string][] => {
    const value = env[name];
    if (value === undefined || isAsleep(name, env)) return [];
    if (SECRET.test(name) && value.trim() === declaration[name].example) return [[name, SHOWN]];
    const isNobodys = ADDRESS.test(name) && URL.canParse(value) && isPlaceholderHost(value);
    return isNobodys ? [[name, PLACEHOLDER]] : [];
  });
}

/** What is prepared for a register that is not switched on yet. */
function isAsleep(name: Name, env: Environment): boolean {
  return name.startsWith('DHIS2_') && (env['DHIS2_MODE'] ?? 'off') === 'off';
}
