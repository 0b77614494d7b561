/** As it is from Node 22 on; the language's own description knows it since ES2024. */
type Transferable = ArrayBuffer & { transfer(newLength: number): ArrayBuffer };

/** Gives the memory of a body back at once, which V8 would do late: it counts 64 MiB of such bytes before it looks for them. */
export function released({ buffer, byteLength }: Buffer): void {
  // A small one shares its memory with others.
  if (byteLength > 0 && byteLength === buffer.byteLength && buffer instanceof ArrayBuffer)
    (buffer as Transferable).transfer(0);
}
