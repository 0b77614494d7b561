import { BadRequestException } from '@nestjs/common';
import { InvalidRequest } from './web.errors.js';

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** What the framework says of an identifier in an address, without saying of which. */
const REFUSED = /^Validation failed \(uuid\b/;

/** The same refusal with the name of each identifier that is none; anything else as it was thrown. */
export function namingIdentifiers(thrown: unknown, params: unknown): unknown {
  if (!(thrown instanceof BadRequestException) || !REFUSED.test(thrown.message)) return thrown;
  const wrong = Object.entries(params ?? {}).filter(([, value]) => !UUID.test(String(value)));
  const errors = wrong.map(([field]) => ({ field, message: 'doit être un identifiant (UUID)' }));
  return errors.length === 0 ? thrown : new InvalidRequest(errors);
}
