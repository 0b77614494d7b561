import v8 from 'node:v8';

/** What short-lived things may take, the two halves of their space together. */
const MOST_YOUNG_BYTES = 32 << 20;
/** Garbage may pile up to so much of what is alive; left to itself V8 allows several times as much. */
const GARBAGE_PERCENT = 50;

let atWork = 0;

/**
 * Does long work beside the service in little memory. What is read and written page by page leaves much garbage: V8 would rather take
 * the memory of the machine, and keep it, than look for garbage often. Meanwhile all of the process is thrifty, at hardly any cost.
 * @param work is given a look at the memory, to be taken after each of its steps
 */
export async function thriftily<T>(work: (look: () => void) => Promise<T>): Promise<T> {
  atWork += 1;
  v8.setFlagsFromString(`--heap-growing-percent=${GARBAGE_PERCENT}`);
  look();
  try {
    return await work(look);
  } finally {
    atWork -= 1;
    if (atWork === 0) {
      v8.setFlagsFromString('--heap-growing-percent=0');
      v8.setFlagsFromString('--semi-space-growth-factor=2');
    }
  }
}

/** Up to there V8 works the quicker the more room short-lived things have. */
function look(): void {
  const young = v8.getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
  if ((young?.space_size ?? 0) >= MOST_YOUNG_BYTES) v8.setFlagsFromString('--semi-space-growth-factor=1');
}
