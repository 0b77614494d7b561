import type { Permission } from '../platform/web/permission.js';

/** What each role may do; `*` stands for every room or every verb. */
const PERMISSIONS = {
  viewer: ['*:read'],
  agent: [
    '*:read',
    'conversations:reply',
    'conversations:assign',
    'conversations:close',
    'orders:manage',
    'uic:remind',
  ],
  operator: [
    '*:read',
    'conversations:reply',
    'conversations:assign',
    'conversations:close',
    'orders:manage',
    'messages:send',
    'uic:remind',
    'uic:review',
    'dhis2:review',
    '*:replay',
    '*:sync',
  ],
  admin: ['*:*'],
} as const satisfies Record<string, readonly Permission[]>;

export type Role = keyof typeof PERMISSIONS;

/** From the one that may least to the one that may all. */
export const ROLES = Object.keys(PERMISSIONS) as Role[];

/** What a role may do, as it is told to the console. */
export function permissionsOf(role: Role): readonly Permission[] {
  return PERMISSIONS[role];
}

/** Whether a role may do this. */
export function may(role: Role, permission: Permission): boolean {
  const [room, verb] = permission.split(':');
  return PERMISSIONS[role].some((granted) => {
    const [grantedRoom, grantedVerb] = granted.split(':');
    return (grantedRoom === '*' || grantedRoom === room) && (grantedVerb === '*' || grantedVerb === verb);
  });
}
