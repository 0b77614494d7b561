export default {
  rootDir: '.',
  roots: ['<rootDir>/src', '<rootDir>/test', '<rootDir>/simulator', '<rootDir>/bench', '<rootDir>/console'],
  testEnvironment: 'node',
  testRegex: '\\.spec\\.ts$',
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.([cm]?ts|m?js)$': '<rootDir>/test/jest-transform.cjs' },
  transformIgnorePatterns: [],
  setupFiles: ['<rootDir>/test/setup.ts'],
  maxWorkers: '100%',
  workerIdleMemoryLimit: '1GB',
  testTimeout: 30_000,
};
