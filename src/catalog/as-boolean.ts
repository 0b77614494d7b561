import { Transform } from 'class-transformer';

/** `?active=false` is a text that is true. */
export const AsBoolean = (): PropertyDecorator =>
  Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => {
    const value = obj[key];
    if (value === 'true') return true;
    return value === 'false' ? false : value;
  });
