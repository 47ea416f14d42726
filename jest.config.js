export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/limits/'], // npm run test:limits
  transform: { '\\.ts$': '<rootDir>/test/setup/strip-types.js' },
  testTimeout: 60_000,
  maxWorkers: '100%', // some tests wait, most compute; Jest would leave one core of two idle
}
