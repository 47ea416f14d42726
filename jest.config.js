// npm test runs Node with --no-compilation-cache: V8's cache of compiled scripts keeps the whole world of each test file alive, some megabytes
// up to a hundred, and every garbage collection of the files behind it goes through all of them. And with --single-threaded-gc: there
// are as many workers as cores, so helping threads of the collector find no core that is free.

export default {
  testEnvironment: '<rootDir>/test/setup/plain-environment.js',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/limits/'], // npm run test:limits
  transform: { '\\.ts$': '<rootDir>/test/setup/strip-types.js' },
  testTimeout: 60_000,
  maxWorkers: '100%', // some tests wait, most compute; Jest would leave one core of two idle
  workerIdleMemoryLimit: '150MB', // what a file leaves behind all the same slows down the next ones; a new process takes a quarter of a second
}
