import { ADVICE } from './failure.js';
import { ModelError } from '../../assistant/assistant.port.js';

/** No answer of a model is longer, in bytes. */
const LONGEST = 1_048_576;

/** `fetch` that follows no redirect, whose answer stays within bounds, and whose failures say nothing about where it was. */
export const carefulFetch: typeof fetch = async (input, init) => {
  try {
    const response = await fetch(input, { ...init, redirect: 'error' });
    const body = await bytesOf(response);
    const { status, statusText, headers } = response;
    return new Response(status === 204 ? null : body, { status, statusText, headers });
  } catch (error) {
    if (init?.signal?.aborted === true || error instanceof ModelError) throw error;
    throw new ModelError('unreachable', ADVICE.away);
  }
};

async function bytesOf(response: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > LONGEST) throw new ModelError('unusable', ADVICE.garbage);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
