import { z } from 'zod';
import type { Finding } from '../../../dhis2/dhis2.port.js';
import { plainName } from '../../../kernel/text.js';
import type { Dhis2Account } from '../../../platform/config/dhis2-places.js';
import { failed, ok, warning } from './finding.js';

const id = z.object({ id: z.string() });

const wire = z.object({
  username: z.string().catch(''),
  authorities: z.array(z.string()).catch([]),
  organisationUnits: z.array(id).catch([]),
  teiSearchOrganisationUnits: z.array(id).catch([]),
});

/** The account as DHIS2 sees it. */
export interface Account {
  name: string;
  authorities: readonly string[];
  /** Roots of what it may enter data for. */
  captures: readonly string[];
}

export const ACCOUNT_FIELDS =
  'id,username,authorities,organisationUnits[id,displayName],teiSearchOrganisationUnits[id],programs';

/** `null` where the answer is no account. */
export function accountOf(json: unknown): Account | null {
  const { data } = wire.safeParse(json);
  if (data === undefined || data.username === '') return null;
  return {
    name: plainName(data.username) ?? '',
    authorities: data.authorities,
    captures: data.organisationUnits.map((unit) => unit.id),
  };
}

export function accountFindings({ name, authorities, captures }: Account): Finding[] {
  const excess = ['ALL', 'F_TRACKED_ENTITY_MERGE'].filter((each) => authorities.includes(each));
  return [
    ok(`Authentification acceptée, compte « ${name} ».`),
    ...(excess.length === 0
      ? []
      : [
          warning(
            `Le compte a plus de droits qu’il n’en faut : ${excess.join(', ')}.`,
            'Donnez à Relais un compte à lui, avec un rôle minimal : s’il était volé, il ouvrirait tout DHIS2.',
          ),
        ]),
    ...(captures.length === 0
      ? [
          failed(
            'Le compte n’a aucune unité de saisie.',
            'Dans DHIS2, module Utilisateurs, donnez-lui les unités d’organisation où Relais enregistre (E1000).',
          ),
        ]
      : []),
  ];
}

const tokens = z.array(z.object({ expire: z.number() }));
const DAY_MS = 86_400_000;
const SOON_DAYS = 10;

/** When the token ends, as far as DHIS2 tells it: it lists the tokens of the account, never which of them asked. */
export function expiryFinding(list: unknown, account: Dhis2Account, now: Date): Finding | null {
  if (account.kind !== 'token') return null;
  const { data } = tokens.safeParse(list);
  const ends = (data ?? [])
    .map(({ expire }) => expire)
    .filter((at) => at > now.getTime())
    .sort((a, b) => a - b);
  const [first] = ends;
  if (first === undefined)
    return warning(
      'DHIS2 n’a pas dit quand le jeton expire.',
      'Regardez-le dans DHIS2 : Profil › Jetons d’accès personnels. Sans autre choix, un jeton vit 30 jours.',
    );
  const days = Math.floor((first - now.getTime()) / DAY_MS);
  const day = new Date(first).toISOString().slice(0, 10);
  const says =
    ends.length === 1
      ? `Le jeton expire le ${day} (dans ${days} jours).`
      : `Le compte a ${ends.length} jetons, et DHIS2 ne dit pas lequel est celui-ci ; le premier expire le ${day} (dans ${days} jours).`;
  if (days >= SOON_DAYS) return ok(says);
  return warning(says, 'Produisez-en un autre dans DHIS2 et changez DHIS2_API_TOKEN avant cette date.');
}
