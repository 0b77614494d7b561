import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InboundContent } from '../../../whatsapp/whatsapp-content.contract.js';
import type { Update } from '../../../whatsapp/whatsapp-updates.contract.js';

/** A webhook body, and what it says. */
export interface ConformanceCase {
  name: string;
  body: { object: string; entry: readonly unknown[] };
  updates: readonly unknown[];
}

const FOLDER = join(process.cwd(), 'fixtures', 'meta', 'conformance', 'inbound');

/** Every case that was written down from the documented shapes. */
export function conformanceCases(): ConformanceCase[] {
  return readdirSync(FOLDER).flatMap((file) => {
    const { cases } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as { cases: ConformanceCase[] };
    return cases.map((one) => ({ ...one, name: `${file.replace('.json', '')}: ${one.name}` }));
  });
}

/** An update as the cases write it: what is kept raw, and the words of errors, are not their matter. */
export function asTold(update: Update): unknown {
  const { raw: _raw, ...told } = { raw: undefined, ...update };
  const content = 'content' in told ? { content: contentTold(told.content) } : {};
  const error = 'error' in told && told.error ? { error: { code: told.error.code } } : {};
  // The id of news that has none of its own is a digest.
  const named = told.kind === 'person' || told.kind === 'preference';
  const providerId = named ? { providerId: told.providerId.split('.', 1)[0] } : {};
  return JSON.parse(JSON.stringify({ ...told, ...content, ...error, ...providerId }));
}

function contentTold(content: InboundContent): unknown {
  if (content.kind === 'edit') return { ...content, content: contentTold(content.content) };
  if (content.kind === 'unsupported' && content.error)
    return { ...content, error: { code: content.error.code } };
  if (content.kind !== 'other') return content;
  const { data: _data, ...rest } = content;
  return rest;
}
