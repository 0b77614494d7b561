import type { PlacedFault } from '../../../platform/config/lined-file.js';
import type { InventoryFile } from './file-schema.js';

const RESERVED =
  /^(?:host|connection|content-length|transfer-encoding|upgrade|expect|te|trailer|keep-alive|accept-encoding|if-none-match)$/i;
const OURS = 'cet en-tête appartient à la connexion elle-même';

/** What fits each by itself and not together. */
export function jointFaults(file: InventoryFile): PlacedFault[] {
  return [...headerFaults(file), ...parameterFaults(file)];
}

function headerFaults({ headers, authentication }: InventoryFile): PlacedFault[] {
  const carrier = headerOf(authentication);
  const faults = Object.keys(headers ?? {}).flatMap((name): PlacedFault[] => {
    const at = ['headers', name];
    if (RESERVED.test(name)) return [{ at, reason: OURS }];
    return name.toLowerCase() === carrier ? [{ at, reason: 'cet en-tête porte déjà la clé' }] : [];
  });
  if (RESERVED.test(carrier)) faults.push({ at: ['authentication'], reason: OURS });
  return faults;
}

function headerOf(part: InventoryFile['authentication']): string {
  if (part === undefined) return 'x-api-key';
  if (typeof part === 'string') return part === 'none' ? '' : 'authorization';
  if ('header' in part) return part.header.name.toLowerCase();
  return 'basic' in part ? 'authorization' : '';
}

/** One parameter, one meaning. */
function parameterFaults({
  paging,
  since,
  authentication,
  products,
  categories,
}: InventoryFile): PlacedFault[] {
  const isQuery = typeof authentication === 'object' && 'query' in authentication;
  const named: [string, readonly (string | number)[]][] = [
    [paging?.parameter ?? '', ['paging', 'parameter']],
    [paging?.sizeParameter ?? '', ['paging', 'sizeParameter']],
    [since?.parameter ?? '', ['since', 'parameter']],
    [isQuery ? authentication.query : '', ['authentication', 'query']],
  ];
  const own = [
    ...Object.keys(products?.query ?? {}).map((name) => [name, ['products', 'query', name]] as const),
    ...Object.keys(categories?.query ?? {}).map((name) => [name, ['categories', 'query', name]] as const),
  ];
  const given = named.filter(([name]) => name !== '');
  const twice = given.filter(([name], index) => given.findIndex(([other]) => other === name) !== index);
  const taken = own.filter(([name]) => given.some(([other]) => other === name));
  return [...twice, ...taken].map(([name, at]) => ({
    at,
    reason: `le paramètre ${name} sert déjà à autre chose`,
  }));
}
