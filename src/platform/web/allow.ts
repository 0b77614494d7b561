import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { Permission } from './permission.js';
import { ApiProblem } from './problem.dto.js';

/** Who may call a handler. A handler without a decision is refused. */
export type Access =
  | { kind: 'allow'; permission: Permission; loopback: boolean; page: boolean }
  | { kind: 'open'; reason: string };

/** Under this key the decision is kept as metadata of the handler or of its controller. */
export const ACCESS = 'relais:access';

/** The name under which the documentation knows the key that travels as `Authorization: Bearer rk_…`. */
export const KEY_SCHEME = 'key';

/**
 * Only callers who hold `permission`. On a handler, or on a controller for all its handlers. With `loopback`, programs on this
 * very machine need no key, as long as nobody forwards their requests. A `page` is read in a browser: it asks for the key as for a
 * password, and takes it so (HTTP Basic). Never on a handler that changes something: other pages may make a browser call it.
 */
export function Allow(
  permission: Permission,
  { loopback = false, page = false } = {},
): ClassDecorator & MethodDecorator {
  const access: Access = { kind: 'allow', permission, loopback, page };
  return applyDecorators(
    SetMetadata(ACCESS, access),
    ApiBearerAuth(KEY_SCHEME),
    ApiProblem(401, 'auth.unauthenticated', 'Clé d’accès absente, inconnue ou révoquée.'),
    ApiProblem(403, 'auth.forbidden', `La clé ne donne pas le droit « ${permission} ».`),
    ApiProblem(429, 'request.limited', 'Trop de requêtes. Réessayez dans quelques secondes.'),
  );
}

/** Anybody may call; `reason` says why that is right. */
export function Open(reason: string): ClassDecorator & MethodDecorator {
  const access: Access = { kind: 'open', reason };
  return applyDecorators(SetMetadata(ACCESS, access));
}
