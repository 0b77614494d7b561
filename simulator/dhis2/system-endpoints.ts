import { FULL_VERSIONS } from './dialect.js';
import { type Call, type Endpoint, NO_WORDS, numberIn, okay, stamp, wordIn } from './endpoint.js';
import { pick } from './fields.js';
import { OTHER_PROGRAM, PROGRAM } from './metadata.js';
import type { Answer } from './refusal.js';
import { newUid } from './uid.js';
import { unitOf } from './units.js';

const USER = 'uicUserRela';
const MOST_IDS = 10_000;

/** Who the register is, and who asks. */
export const systemEndpoints: readonly Endpoint[] = [
  { method: 'GET', path: '/api/ping', what: 'ping', words: NO_WORDS, isOpen: true, answer: pong },
  { method: 'GET', path: '/api/system/ping', what: 'ping', words: NO_WORDS, answer: pong },
  { method: 'GET', path: '/api/system/info', what: 'info', words: () => ['fields'], answer: info },
  { method: 'GET', path: '/api/system/id', what: 'info', words: () => ['limit'], answer: ids },
  { method: 'GET', path: '/api/me', what: 'me', words: () => ['fields'], answer: me },
  { method: 'GET', path: '/api/apiTokens', what: 'me', words: () => ['fields', 'paging'], answer: tokens },
];

function pong(): Answer {
  return { status: 200, body: 'pong', headers: { 'content-type': 'text/plain;charset=UTF-8' } };
}

function info({ register, version, query }: Call): Answer {
  const facts = {
    version: FULL_VERSIONS[version],
    revision: 'simulator',
    serverDate: stamp(register.now()),
    serverTimeZoneId: 'Etc/UTC',
    serverTimeZoneDisplayName: 'Coordinated Universal Time',
    contextPath: undefined,
    systemName: 'DHIS2 simulé',
    instanceBaseUrl: undefined,
    calendar: 'iso8601',
    dateFormat: 'yyyy-mm-dd',
  };
  return okay(pick(facts, wordIn(query, 'fields')));
}

function ids({ query }: Call): Answer {
  const count = Math.min(numberIn(query, 'limit', 1), MOST_IDS);
  return okay({ codes: Array.from({ length: count }, newUid) });
}

function me({ register, query }: Call): Answer {
  const { authorities, captureUnits, searchUnits, programAccess } = register.switches;
  const account = {
    id: USER,
    username: register.settings.username,
    displayName: 'Relais CIU',
    name: 'Relais CIU',
    firstName: 'Relais',
    surname: 'CIU',
    authorities,
    organisationUnits: captureUnits.map(placeOf),
    teiSearchOrganisationUnits: searchUnits.map(placeOf),
    dataViewOrganisationUnits: captureUnits.map(placeOf),
    programs: [...(programAccess === 'none' ? [] : [PROGRAM.id]), OTHER_PROGRAM.id],
    userGroups: [],
    userRoles: [{ id: 'uicRoleRela', name: 'Enregistrement CIU' }],
  };
  const bare =
    'id,username,displayName,name,firstName,surname,authorities,programs,userGroups,organisationUnits[id]';
  return okay(pick(account, wordIn(query, 'fields'), bare));
}

function placeOf(id: string): object {
  const unit = unitOf(id);
  return {
    id,
    code: unit?.code,
    name: unit?.name,
    displayName: unit?.name,
    level: unit?.level,
    path: unit?.path,
  };
}

/** The tokens of the account: never their value. */
function tokens({ register, query }: Call): Answer {
  const { tokenExpiresAt } = register.switches;
  const token = {
    id: 'uicTokenAcc',
    name: 'relais',
    displayName: 'relais',
    version: 1,
    type: 'PERSONAL_ACCESS_TOKEN_V2',
    created: stamp(0),
    expire: tokenExpiresAt === null ? Date.parse('2099-01-01') : Date.parse(tokenExpiresAt),
    attributes: [],
  };
  return okay({ apiTokens: [pick(token, wordIn(query, 'fields'))] });
}
