import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cliReference } from '../../src/cli/reference.ts'

it('docs/cli.md says what the commands say (else: npm run reference)', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/cli.md'), 'utf8')
  expect(page).toBe(await cliReference())
})
