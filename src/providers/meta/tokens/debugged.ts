import type { Inspection } from '../../../token/token.port.js';
import { asList, asNumberId, asObject, type Json } from '../graph/json.js';
import { channelError, type GraphError, graphErrorOf } from '../graph/meta.errors.js';

/** What Relais needs: to send, and to manage templates and the number. */
export const SCOPES = ['whatsapp_business_messaging', 'whatsapp_business_management'] as const;

/** What Meta tells of a token, and more than the token room asks for. */
export interface Debugged extends Inspection {
  appId: string | null;
  scopes: readonly string[];
  /** Of a machine, not of a person: it can be renewed for sixty days at a time. */
  ofSystem: boolean;
}

const LAST_SECOND = 253_402_300_799;
const NOT_VALID = 'Meta dit que ce jeton n’est pas valable.';
/** The app was removed, or the person must pass a check. */
const FIRST_SOMETHING_ELSE = new Set([458, 459]);

/** The `data` of `debug_token`; `null` when it is none. A scope that is given for other accounts only is missing for this one. */
export function debuggedFrom(value: unknown, businessAccountId: string | undefined): Debugged | null {
  const data = asObject(value);
  const valid = data?.['is_valid'];
  if (!data || typeof valid !== 'boolean') return null;
  const scopes = asList(data['scopes']).filter((scope) => typeof scope === 'string');
  const ofSystem = data['type'] === 'SYSTEM_USER';
  return {
    valid,
    kind: kindOf(data),
    expiresAt: instantIn(data['expires_at']),
    issuedAt: instantIn(data['issued_at']),
    missingScopes: valid ? missingScopes(data, scopes, businessAccountId) : [],
    reason: valid ? null : reasonIn(data),
    appId: asNumberId(data['app_id']) ?? null,
    scopes,
    ofSystem,
  };
}

function kindOf(data: Json): Inspection['kind'] {
  if (data['expires_at'] === 0) return 'never-expiring';
  if (data['type'] === 'SYSTEM_USER') return '60-day';
  return data['type'] === 'USER' ? 'user' : 'unknown';
}

function missingScopes(data: Json, scopes: readonly string[], businessAccountId?: string): string[] {
  const granular = asList(data['granular_scopes']).map(asObject);
  return SCOPES.filter((scope) => {
    if (!scopes.includes(scope)) return true;
    const targets = granular.find((item) => item?.['scope'] === scope)?.['target_ids'];
    // Without targets it is given for everything.
    if (!Array.isArray(targets) || !businessAccountId) return false;
    return !targets.some((target) => asNumberId(target) === businessAccountId);
  });
}

function reasonIn(data: Json): string {
  const error = asObject(data['error']);
  const subcode = error?.['error_subcode'] ?? error?.['subcode'];
  return error ? deathOf(graphErrorOf({ ...error, error_subcode: subcode })) : NOT_VALID;
}

/** Why a token is dead. That a new one is needed goes without saying; what has to be done before does not. */
export function deathOf(error: GraphError): string {
  const { meaning, advice } = channelError(error);
  return error.subcode !== undefined && FIRST_SOMETHING_ELSE.has(error.subcode)
    ? `${meaning} ${advice}`
    : meaning;
}

function instantIn(value: unknown): Date | null {
  if (typeof value !== 'number' || value <= 0 || value > LAST_SECOND) return null;
  return new Date(value * 1000);
}
