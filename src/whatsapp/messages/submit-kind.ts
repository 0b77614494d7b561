import { z } from 'zod';
import type { OutboundContent } from '../whatsapp-content.contract.js';

/** One type of message as the API takes it: its shape, and what it means. */
export interface SubmitKind {
  /** What stands under the name of the type. */
  schema: z.ZodType;
  content(value: unknown): OutboundContent;
}

/** Both parts agree on the shape. */
export function kindOf<S extends z.ZodType>(
  schema: S,
  content: (value: z.output<S>) => OutboundContent,
): SubmitKind {
  return { schema, content: (value) => content(value as z.output<S>) };
}

export const words = z.string().min(1);
/** An address that a person or the provider opens. */
export const address = z.url({ protocol: /^https?$/ });

/** Leaves out what was not given: an absent property and `undefined` are not the same to everybody. */
export function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const there = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(there) as { [K in keyof T]: Exclude<T[K], undefined> };
}
