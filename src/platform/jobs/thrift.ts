import v8 from 'node:v8';
import vm from 'node:vm';

/** What short-lived things may take, the two halves of their space together: beside long work, and else. */
const YOUNG_AT_WORK_BYTES = 16 << 20;
const YOUNG_BYTES = 32 << 20;
/** Garbage may pile up to so much of what is alive; left to itself V8 allows several times as much. */
const GARBAGE_AT_WORK_PERCENT = 20;
const GARBAGE_PERCENT = 50;
/** Of bytes outside of the heap, as answers are read into, V8 alone lets 64 MiB come together. */
const MOST_BUFFER_BYTES = 6 << 20;
const LOOK_MS = 500;
/** Long work often goes on soon after it paused. */
const LINGER_MS = 10_000;

type Collect = (how?: { type: 'minor' }) => void;

let atWork = 0;
let thriftyUntil = 0;
let collect: Collect | undefined;
/** Of these bytes those that the last look could not do away with. */
let buffersLeft = 0;

/**
 * Does long work beside the service in little memory. What is read and written page by page leaves much garbage: V8 would rather take
 * the memory of the machine, and keep it, than look for garbage often. Meanwhile all of the process is thrifty, at hardly any cost.
 * @param work is given a look at the memory, to be taken after each of its steps
 */
export async function thriftily<T>(work: (look: () => void) => Promise<T>): Promise<T> {
  atWork += 1;
  look();
  try {
    return await work(look);
  } finally {
    atWork -= 1;
    thriftyUntil = performance.now() + LINGER_MS;
    look();
  }
}

/**
 * Keeps the process within bounds from now on, once it is there to serve. Until V8 has collected for the first time it allows as much
 * garbage as there is memory; what modules left behind while they loaded goes with it.
 */
export function settle(): void {
  allowGarbage(GARBAGE_AT_WORK_PERCENT);
  collect = collector();
  collect();
  look();
  setInterval(look, LOOK_MS).unref();
}

function allowGarbage(percent: number): void {
  v8.setFlagsFromString(`--heap-growing-percent=${percent}`);
}

function look(): void {
  const isThrifty = atWork > 0 || performance.now() < thriftyUntil;
  allowGarbage(isThrifty ? GARBAGE_AT_WORK_PERCENT : GARBAGE_PERCENT);
  // Up to there V8 works the quicker the more room short-lived things have.
  const young = v8.getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
  const most = isThrifty ? YOUNG_AT_WORK_BYTES : YOUNG_BYTES;
  v8.setFlagsFromString(`--semi-space-growth-factor=${(young?.space_size ?? 0) < most ? 2 : 1}`);
  if (isThrifty) buffers();
}

/** Collecting what is young takes a millisecond. */
function buffers(): void {
  const { arrayBuffers } = process.memoryUsage();
  buffersLeft = Math.min(buffersLeft, arrayBuffers);
  if (arrayBuffers < buffersLeft + MOST_BUFFER_BYTES) return;
  collect?.({ type: 'minor' });
  buffersLeft = process.memoryUsage().arrayBuffers;
}

function collector(): Collect {
  v8.setFlagsFromString('--expose-gc');
  const given = vm.runInNewContext('gc') as Collect;
  v8.setFlagsFromString('--no-expose-gc');
  return given;
}
