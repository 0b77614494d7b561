import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP's figures for scrypt: 32 MiB and some 80 ms for each try, which makes guessing dear. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const LENGTH = 32;

/** A hash of a password that cannot be turned back; its parameters are part of it. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt);
  return `scrypt$15$8$1$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** Whether a password is the one that was hashed. Takes as long where there is no hash: nobody learns which names exist. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const [, salt, key] = /^scrypt\$15\$8\$1\$([\w-]+)\$([\w-]+)$/.exec(hash ?? '') ?? [];
  const derived = await derive(password, Buffer.from(salt ?? 'nobody', 'base64url'));
  if (key === undefined) return false;
  const kept = Buffer.from(key, 'base64url');
  return kept.length === derived.length && timingSafeEqual(kept, derived);
}

/** The same letters typed on another keyboard are the same password. */
function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, LENGTH, COST, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
