import { readFileSync } from 'node:fs'
import { version } from '../src/version.ts'

it('the version in the code is the one of the package', () => {
  expect(version).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version)
})
