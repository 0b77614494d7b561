import { readSettings } from './settings.js';
import { buildSimulator } from './simulator.js';

const settings = readSettings();
const simulator = await buildSimulator(settings);
let stopping = false;

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await simulator.close();
  process.exit(0);
}

process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
if (settings.exitWithParent) process.once('disconnect', () => void stop());

const port = await simulator.listen();
process.stdout.write(`${JSON.stringify({ ready: true, port })}\n`);
