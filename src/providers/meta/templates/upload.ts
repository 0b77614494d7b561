import { SourceError } from '../../../template-sync/template-sync.port.js';
import { asObject } from '../graph/json.js';
import type { PatientClient } from './patient.client.js';
import { sourceError } from './source-failure.js';

export interface UploadedFile {
  name: string;
  mime: string;
  bytes: Buffer;
}

const SESSION = /^upload:[\w.~:=+/-]{1,500}(?:\?[\w.~=&%-]{1,500})?$/;
const HANDLE_LENGTH = 8_192;
const MOST_RESUMES = 5;

/** Hands a file over in one go, and goes on where it broke off: a session knows how much of it has arrived. */
export async function upload(client: PatientClient, appId: string, file: UploadedFile): Promise<string> {
  const session = await opened(client, appId, file);
  let offset = 0;
  for (let resumes = 0; ; resumes += 1) {
    const asked = await client.ask({
      method: 'POST',
      path: session,
      scheme: 'OAuth',
      headers: { file_offset: String(offset) },
      body: { type: 'application/octet-stream', bytes: file.bytes.subarray(offset) },
      patient: true,
    });
    if (asked.ok) return handleIn(asked.answer.body?.['h']);
    if (asked.failure.cause !== 'passing' || resumes >= MOST_RESUMES) throw sourceError(asked.failure);
    offset = await arrived(client, session, file.bytes.length);
  }
}

async function opened(
  client: PatientClient,
  appId: string,
  { name, mime, bytes }: UploadedFile,
): Promise<string> {
  const query = { file_name: name, file_length: String(bytes.length), file_type: mime };
  const asked = await client.ask({ method: 'POST', path: `${appId}/uploads`, query });
  if (!asked.ok) throw sourceError(asked.failure);
  const id = asked.answer.body?.['id'];
  if (typeof id === 'string' && SESSION.test(id)) return id;
  throw new SourceError(
    'malformed-answer',
    'Meta n’a pas ouvert l’envoi du fichier : sa réponse est illisible.',
  );
}

async function arrived(client: PatientClient, session: string, length: number): Promise<number> {
  const asked = await client.ask({ method: 'GET', path: session, scheme: 'OAuth' });
  if (!asked.ok) throw sourceError(asked.failure);
  const offset = Number(asObject(asked.answer.body)?.['file_offset']);
  return Number.isSafeInteger(offset) && offset >= 0 && offset < length ? offset : 0;
}

function handleIn(value: unknown): string {
  if (typeof value === 'string' && value !== '' && value.length <= HANDLE_LENGTH) return value;
  throw new SourceError('malformed-answer', 'Meta a pris le fichier sans dire comment le nommer.');
}
