/** The oldest version that still answers. */
const OLDEST = 21;

/** Which version answers: a dead one is replaced without a word by the oldest that lives. */
export function servedVersion(asked: string | undefined): string {
  if (asked === undefined) return `v${OLDEST}.0`;
  return Number(/^v(\d+)/.exec(asked)?.[1] ?? OLDEST) < OLDEST ? `v${OLDEST}.0` : asked;
}
