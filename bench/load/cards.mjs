// Codes and cards by themselves, in a process of their own: the compiled rules, without server or database.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { randomBytes } from 'node:crypto';
import { Secret } from '../../dist/src/kernel/secret.js';
import { KeyRing } from '../../dist/src/platform/vault/key-ring.js';
import { Interview } from '../../dist/src/uic/answers/interview.js';
import { drawCard } from '../../dist/src/uic/card/card.js';
import { composeCode } from '../../dist/src/uic/code.js';
import { loadQuestions } from '../../dist/src/uic/questions/questions-file.js';
import { loadTowns } from '../../dist/src/uic/towns/towns-file.js';
import { serve } from './orders.mjs';

const interview = new Interview(loadQuestions(), loadTowns(), 'open', { now: () => new Date() });
const ring = new KeyRing([new Secret(randomBytes(32).toString('base64'))]);
const SERVICE = 'Service de santé';
const PARTS = ['family', 'given', 'year', 'town', 'gender'];
const SAID = ['Mbé', 'ibr', '7', 'da', '1'];

await serve({ codes, cards });

/** Answers read, code composed, code hashed: on one core. */
async function codes({ ms }) {
  run(3_000);
  const before = process.cpuUsage();
  const begin = performance.now();
  let count = 0;
  while (performance.now() - begin < ms) {
    run(500);
    count += 500;
  }
  const { user, system } = process.cpuUsage(before);
  return { rate: (count * 1e6) / (user + system), micros: (user + system) / count };
}

function run(times) {
  for (let n = 0; n < times; n += 1) {
    const answers = {};
    PARTS.forEach((key, at) => {
      answers[key] = interview.read(key, SAID[at]).value;
    });
    ring.index('uic', composeCode(interview.scheme, answers));
  }
}

/** Cards drawn one after the other: processor time of all threads, and how long the event loop was held. */
async function cards({ count }) {
  for (let n = 0; n < 4; n += 1) await drawCard('MBEIBR7DA1', SERVICE);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const before = process.cpuUsage();
  const begin = performance.now();
  let bytes = 0;
  for (let n = 0; n < count; n += 1) bytes = (await drawCard(`MBEIBR${n % 10}DA1`, SERVICE)).length;
  const wallMs = (performance.now() - begin) / count;
  const { user, system } = process.cpuUsage(before);
  delay.disable();
  return { cpuMs: (user + system) / 1000 / count, wallMs, bytes, heldMs: delay.percentile(99) / 1e6 };
}
