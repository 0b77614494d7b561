import { messageOf, RelaisError } from '../kernel/error.js';
import { redact } from '../kernel/redact.js';

interface Told {
  code?: unknown;
  errorNum?: unknown;
  errcode?: unknown;
  syscall?: unknown;
}

const CHECK = 'Vérifiez DATABASE_URL';

/** What drivers tell when a database cannot be opened: SQLSTATE, a system error, ORA- and NJS- numbers, SQLite's own. */
const DATABASE: readonly (readonly [signs: RegExp, words: string])[] = [
  [
    /^(?:28P01|28000|ORA-(?:01005|01017|01045|28000|28001))$/,
    `La base de données refuse l’utilisateur ou son mot de passe. ${CHECK}.`,
  ],
  [
    /^(?:3D000|ORA-(?:12504|12505|12514)|NJS-(?:517|518))$/,
    `Le serveur de base de données répond, mais n’a pas de base de ce nom. ${CHECK}, ou créez-la.`,
  ],
  [
    /^(?:42501|ORA-(?:01031|01950))$/,
    'L’utilisateur de la base de données n’a pas le droit d’y créer des tables.',
  ],
  [/^NJS-515$/, `L’adresse de la base de données n’est pas comprise. ${CHECK}.`],
  [
    /^(?:E(?:CONN\w+|NOTFOUND|AI_AGAIN|TIMEDOUT|HOSTUNREACH|NETUNREACH|HOSTDOWN)|08\w{3}|57P\w{2}|53\w{3}|ORA-(?:125\w\d|0103[34])|NJS-5\d\d)$/,
    `La base de données ne répond pas. Est-elle en marche ? ${CHECK}.`,
  ],
  [/^SQLITE-26$/, `Le fichier de la base de données n’est pas une base SQLite. ${CHECK}.`],
  [
    /^(?:SQLITE-(?:8|10|13|14)|EACCES|EPERM|EROFS|ENOENT|ENOTDIR|EISDIR|ENOSPC)$/,
    `Le fichier de la base de données ne peut pas être ouvert ou écrit. ${CHECK}, les droits du dossier et la place.`,
  ],
];

/** Why a server or a command could not begin or go on, for whoever started it. No address, no secret, nothing of a person. */
export function faultWords(error: unknown): string {
  if (error instanceof RelaisError) return error.publicText;
  const sign = signOf(error);
  const words = DATABASE.find(([signs]) => signs.test(sign))?.[1];
  return words === undefined ? redact(messageOf(error)) : `${words} (${sign})`;
}

/** Why the address to listen at could not be taken; `null` where the error is another one. */
export function portWords(error: unknown): string | null {
  const { code, syscall } = (error ?? {}) as Told;
  if (syscall !== 'listen') return null;
  if (code === 'EADDRINUSE') return 'le port est déjà pris. Choisissez-en un autre, par exemple PORT=3100.';
  if (code === 'EACCES')
    return 'ce port est réservé au système. Choisissez-en un au-dessus de 1024, par exemple PORT=3000.';
  return 'HOST n’est pas une adresse de cette machine. Prenez 127.0.0.1, ou 0.0.0.0 pour toutes.';
}

function signOf(error: unknown): string {
  const { code, errorNum, errcode } = (error ?? {}) as Told;
  if (typeof errcode === 'number') return `SQLITE-${errcode & 0xff}`;
  if (typeof errorNum === 'number' && errorNum > 0) return `ORA-${String(errorNum).padStart(5, '0')}`;
  return typeof code === 'string' ? code : '';
}
