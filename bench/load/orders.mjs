import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** In a load process: does what its parent orders, one order after the other. */
export function serve(deeds) {
  process.on('message', async ({ id, deed, order }) => {
    try {
      process.send({ id, result: await deeds[deed](order) });
    } catch (error) {
      process.send({ id, error: String(error?.stack ?? error) });
    }
  });
  process.on('disconnect', () => process.exit(0));
  process.send({ ready: true });
}

/** A load process, as its parent sees it. */
export class Load {
  #child;
  #waiting = new Map();
  #count = 0;

  static async start(program) {
    const load = new Load();
    const file = fileURLToPath(new URL(program, import.meta.url));
    load.#child = fork(file, [], { serialization: 'advanced' });
    await new Promise((resolve, reject) => {
      load.#child
        .once('message', resolve)
        .once('exit', (code) => reject(new Error(`${program}: exit ${code}`)));
    });
    load.#child.on('message', (answer) => load.#take(answer));
    load.#child.on('exit', () => load.#fail(new Error(`${program} ended`)));
    return load;
  }

  order(deed, order = {}) {
    const id = (this.#count += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, deed, order });
    });
  }

  stop() {
    this.#child.removeAllListeners('exit');
    this.#child.kill();
  }

  #take({ id, result, error }) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new Error(error));
  }

  #fail(error) {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
