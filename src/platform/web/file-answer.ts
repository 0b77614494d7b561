import { PassThrough, pipeline, Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A file as it is answered with. */
export interface AnsweredFile {
  mime: string;
  size: number;
  /** Hexadecimal; what tells a browser that it has it already. */
  sha256: string;
  filename: string | null;
  /** Whether a browser may show it within a page; else it is handed over for saving. */
  showable: boolean;
  bytes(): Promise<AsyncIterable<Uint8Array>>;
}

interface Span {
  from: number;
  /** Exclusive. */
  to: number;
}

const MINUTES_5 = 300;

/**
 * Answers with bytes that somebody else made: nothing in them is run, sniffed or framed, a shared cache keeps nothing of them, and a
 * part of them can be asked for.
 */
export async function answerWithFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: AnsweredFile,
): Promise<FastifyReply> {
  const tag = `"${file.sha256}"`;
  void reply.headers({
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': `private, max-age=${MINUTES_5}`,
    'content-disposition': dispositionOf(file),
    'accept-ranges': 'bytes',
    etag: tag,
  });
  if (request.headers['if-none-match'] === tag) return reply.code(304).send();
  const span = spanOf(request, file.size, tag);
  if (span === null) return reply.code(416).header('content-range', `bytes */${file.size}`).send();
  const isPart = span.to - span.from < file.size;
  if (isPart) void reply.code(206).header('content-range', `bytes ${span.from}-${span.to - 1}/${file.size}`);
  void reply.header('content-length', span.to - span.from).type(file.mime);
  if (request.method === 'HEAD') return reply.send(Readable.from([]));
  const bytes = await file.bytes();
  return reply.send(isPart ? partOf(bytes, span) : streamOf(bytes));
}

/** Names in any script; the plain one is for those that know no other. */
function dispositionOf({ showable, filename }: AnsweredFile): string {
  const kind = showable ? 'inline' : 'attachment';
  if (filename === null) return kind;
  const plain = filename.replace(/[^\w .()-]/g, '_');
  const whole = encodeURIComponent(Buffer.from(filename).toString()).replace(/['()*]/g, percent);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`;
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** Which part is wanted; the whole where none is, or more than one; `null` where there is no such part. */
function spanOf({ headers }: FastifyRequest, size: number, tag: string): Span | null {
  const whole = { from: 0, to: size };
  const condition = headers['if-range'];
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.range ?? '') ?? [];
  if ((first === '' && last === '') || (condition !== undefined && condition !== tag)) return whole;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  return from < to ? { from, to } : null;
}

/** A pipeline lets the source go, whoever ends first. */
function partOf(bytes: AsyncIterable<Uint8Array>, span: Span): Readable {
  const part = new PassThrough();
  pipeline(
    streamOf(bytes),
    (source: AsyncIterable<Uint8Array>) => cut(source, span),
    part,
    () => undefined,
  );
  return part;
}

/** One that is a stream already stays what it is: letting it go then lets its file go. */
function streamOf(bytes: AsyncIterable<Uint8Array>): Readable {
  return bytes instanceof Readable ? bytes : Readable.from(bytes);
}

async function* cut(source: AsyncIterable<Uint8Array>, { from, to }: Span): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of source) {
    const piece = chunk.subarray(Math.max(0, from - at), Math.max(0, to - at));
    at += chunk.length;
    if (piece.length > 0) yield piece;
    if (at >= to) return;
  }
}
