import type { ValidationPipeOptions } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import type { FieldError } from './problem.dto.js';
import { sayConstraint } from './validation-texts.js';
import { InvalidRequest } from './web.errors.js';

/** How requests are checked everywhere: unknown fields refused, types converted, every fault named in French. */
export const validationOptions: ValidationPipeOptions = {
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  // The limits that a message names are found by the class that declares them; the target goes no further than here.
  validationError: { target: true },
  exceptionFactory: (errors) => new InvalidRequest(fieldErrors(errors)),
};

/** One line for each field that is wrong, children by their path (`rows.0.title`). */
export function fieldErrors(errors: readonly ValidationError[], parent = ''): FieldError[] {
  const isList = parent === '' && errors.some(({ target }) => Array.isArray(target));
  if (isList) return [{ field: 'body', message: 'doit être un objet' }];
  return errors.flatMap((error) => {
    const field = `${parent}${error.property}`;
    const own = Object.entries(error.constraints ?? {}).map(([name, message]) =>
      sayConstraint(error, name, message),
    );
    return [
      ...(own.length > 0 ? [{ field, message: own.join(' ; ') }] : []),
      ...fieldErrors(error.children ?? [], `${field}.`),
    ];
  });
}
