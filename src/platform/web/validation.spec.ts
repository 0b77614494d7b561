import { ValidationPipe } from '@nestjs/common';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import type { FieldError } from './problem.dto.js';
import { validationOptions } from './validation.js';
import { InvalidRequest } from './web.errors.js';

class Row {
  @MaxLength(3)
  title: string;
}

class Body {
  @IsString()
  @MinLength(2)
  name: string;

  @IsInt()
  @Min(1)
  @Max(200)
  @Type(() => Number)
  limit: number = 50;

  @IsIn(['viewer', 'agent', 'admin'])
  role: string;

  @IsOptional()
  @Matches(/^\d+$/, { message: 'doit être fait de chiffres' })
  digits?: string;

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => Row)
  rows?: Row[];
}

const pipe = new ValidationPipe(validationOptions);
const check = (body: unknown): Promise<unknown> => pipe.transform(body, { type: 'body', metatype: Body });

async function faults(body: unknown): Promise<FieldError[]> {
  const error: unknown = await check(body).catch((thrown: unknown) => thrown);
  if (!(error instanceof InvalidRequest)) throw new Error('the request was accepted');
  return [...error.errors];
}

describe('validation', () => {
  it('converts and completes a good request', async () => {
    await expect(check({ name: 'Kinshasa', role: 'agent' })).resolves.toMatchObject({ limit: 50 });
    await expect(check({ name: 'Kinshasa', role: 'agent', limit: '7' })).resolves.toMatchObject({ limit: 7 });
  });

  it('says in French what is wrong with each field', async () => {
    await expect(faults({ name: 'K', limit: 201, role: 'root' })).resolves.toEqual([
      { field: 'name', message: 'doit avoir au moins 2 caractères' },
      { field: 'limit', message: 'doit être au plus 200' },
      { field: 'role', message: 'doit être « viewer », « agent » ou « admin »' },
    ]);
  });

  it('says that a list is no object, instead of looking for fields in it', async () => {
    await expect(faults([])).resolves.toEqual([{ field: 'body', message: 'doit être un objet' }]);
  });

  it('refuses a field that it does not know', async () => {
    await expect(faults({ name: 'Kinshasa', role: 'agent', admin: true })).resolves.toEqual([
      { field: 'admin', message: 'n’est pas un champ connu' },
    ]);
  });

  it('keeps the words that a field brings itself', async () => {
    await expect(faults({ name: 'Kinshasa', role: 'agent', digits: 'x' })).resolves.toEqual([
      { field: 'digits', message: 'doit être fait de chiffres' },
    ]);
  });

  it('names the fields of children by their path', async () => {
    await expect(faults({ name: 'Kinshasa', role: 'agent', rows: [{ title: 'abcd' }] })).resolves.toEqual([
      { field: 'rows.0.title', message: 'doit avoir au plus 3 caractères' },
    ]);
  });
});
