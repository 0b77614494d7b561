import { currentActor } from '../platform/web/request-context.js';

/** Who is acting, as versions and runs keep it: `key:…`, `command:…`, `system:…`. */
export function actor(): string {
  const { kind, id } = currentActor();
  return `${kind}:${id}`.slice(0, 120);
}
