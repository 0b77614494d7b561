const FIRST_SIZE = 1 << 12;
/** Fuller than this it grows: look-ups stay short. */
const FULL = 0.5;

/**
 * Which ids were seen, in eight bytes each (sixteen with the room to grow): a million fit in 32 MB at most. Ids are told apart by
 * 64 bits of hash; that two of a million share them happens once in some ten million listings, and then one product stays too long.
 */
export class Seen {
  private high = new Uint32Array(FIRST_SIZE);
  private low = new Uint32Array(FIRST_SIZE);
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** `false` when it was there already. */
  add(id: string): boolean {
    if (this.count >= this.high.length * FULL) this.grow();
    const [high, low] = hash64(id);
    const isNew = this.put(high, low);
    if (isNew) this.count += 1;
    return isNew;
  }

  has(id: string): boolean {
    const [high, low] = hash64(id);
    const at = this.place(high, low);
    return this.high[at] === high && this.low[at] === low;
  }

  private put(high: number, low: number): boolean {
    const at = this.place(high, low);
    if (this.high[at] === high && this.low[at] === low) return false;
    this.high[at] = high;
    this.low[at] = low;
    return true;
  }

  /** Where it is, or the free place where it belongs. */
  private place(high: number, low: number): number {
    const mask = this.high.length - 1;
    let at = low & mask;
    while ((this.high[at] !== 0 || this.low[at] !== 0) && (this.high[at] !== high || this.low[at] !== low))
      at = (at + 1) & mask;
    return at;
  }

  private grow(): void {
    const [high, low] = [this.high, this.low];
    this.high = new Uint32Array(high.length * 2);
    this.low = new Uint32Array(low.length * 2);
    for (const [at, value] of high.entries()) {
      const other = low[at] ?? 0;
      if (value !== 0 || other !== 0) this.put(value, other);
    }
  }
}

/** Two rounds of multiplying and mixing; never 0 and 0, which stands for a free place. */
function hash64(id: string): [high: number, low: number] {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let at = 0; at < id.length; at++) {
    const unit = id.charCodeAt(at);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b);
    b ^= b >>> 13;
  }
  a = Math.imul(a ^ (a >>> 16), 0x7feb352d) ^ b;
  b = Math.imul(b ^ (b >>> 16), 0x846ca68b) ^ (a >>> 15);
  const [high, low] = [a >>> 0, b >>> 0];
  return high === 0 && low === 0 ? [0, 1] : [high, low];
}
