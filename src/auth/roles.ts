import type { Permission } from '../platform/web/permission.js';

/** What each role may do; `*` stands for every room or every verb. */
const PERMISSIONS = {
  viewer: ['*:read'],
  agent: ['*:read', 'conversations:reply', 'conversations:assign', 'conversations:close'],
  operator: [
    '*:read',
    'conversations:reply',
    'conversations:assign',
    'conversations:close',
    '*:replay',
    '*:sync',
  ],
  admin: ['*:*'],
} as const satisfies Record<string, readonly Permission[]>;

export type Role = keyof typeof PERMISSIONS;

/** From the one that may least to the one that may all. */
export const ROLES = Object.keys(PERMISSIONS) as Role[];

/** Whether a role may do this. */
export function may(role: Role, permission: Permission): boolean {
  const [room, verb] = permission.split(':');
  return PERMISSIONS[role].some((granted) => {
    const [grantedRoom, grantedVerb] = granted.split(':');
    return (grantedRoom === '*' || grantedRoom === room) && (grantedVerb === '*' || grantedVerb === verb);
  });
}
