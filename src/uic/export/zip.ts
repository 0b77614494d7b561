/** A file of the archive; its text is made while it is packed. */
export interface Part {
  name: string;
  text: AsyncIterable<string> | Iterable<string>;
}

/** The same content gives the same bytes whenever it is packed. */
const DAY = new Date(1980, 0, 1);

/** The bytes of a ZIP archive of these parts, packed as they are taken: memory stays free however large they are, up to 4 GiB. */
export async function* zipped(parts: AsyncIterable<Part> | Iterable<Part>): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const packed = pack(parts, writable);
  // It is told to whoever takes the bytes, below.
  packed.catch(() => undefined);
  yield* readable;
  await packed;
}

async function pack(
  parts: AsyncIterable<Part> | Iterable<Part>,
  target: WritableStream<Uint8Array>,
): Promise<void> {
  const { configure, ZipWriter } = await import('@zip.js/zip.js');
  // Deflating is the runtime's own work, beside the event loop already: a worker for it would only be another thing to end.
  configure({ useWebWorkers: false, useCompressionStream: true });
  const writer = new ZipWriter(target, { lastModDate: DAY, zip64: false, extendedTimestamp: false });
  try {
    for await (const { name, text } of parts) await writer.add(name, bytesOf(text));
    await writer.close();
  } catch (error) {
    await target.abort(error).catch(() => undefined);
    throw error;
  }
}

function bytesOf(text: Part['text']): ReadableStream<Uint8Array> {
  return ReadableStream.from<string>(text).pipeThrough(new TextEncoderStream());
}
