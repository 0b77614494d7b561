// What `npm start` runs after preparing: the server, with the simulator beside it where no provider is configured.
process.env.SIMULATOR ??= 'auto';
await import('../dist/src/app/main.js');
