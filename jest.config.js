export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/setup/strip-types.js' },
  testTimeout: 60_000,
  maxWorkers: '100%', // some tests wait, most compute; Jest would leave one core of two idle
}
