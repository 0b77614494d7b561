import module from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `Relais a besoin de Node.js 22.19 ou plus récent (ici : ${process.versions.node}) ; « npm start » l’apporte de lui-même sous Linux.\n`,
  );
  process.exitCode = 1;
} else {
  // Compiled code is kept between starts: the second start takes two thirds of the time of the first.
  module.enableCompileCache();
  const { start } = await import('./start.js');
  await start();
}
