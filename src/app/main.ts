import module from 'node:module';
import v8 from 'node:v8';
import { settle } from '../platform/jobs/thrift.js';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `Relais a besoin de Node.js 22.19 ou plus récent (ici : ${process.versions.node}) ; « npm start » l’apporte de lui-même sous Linux.\n`,
  );
  process.exitCode = 1;
} else {
  // Compiled code is kept between starts: the second start takes two thirds of the time of the first.
  module.enableCompileCache();
  // While modules load, V8 would make 64 MiB of room for short-lived things and keep it; later it grows where there is work.
  v8.setFlagsFromString('--semi-space-growth-factor=1');
  // All there is of WebAssembly is undici's parser: to make it quicker by a microsecond a call, V8 would take 28 MiB for a moment.
  v8.setFlagsFromString('--wasm-tiering-budget=2000000000');
  const { start } = await import('./start.js');
  await start();
  // What is kept of the code is good only under the flags under which it was kept.
  module.flushCompileCache();
  settle();
}
