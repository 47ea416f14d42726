// Writes docs/cli.md anew (`npm run reference`); a test says when that is due.
import { writeFileSync } from 'node:fs'
import { cliReference } from '../src/cli/reference.ts'

writeFileSync(new URL('../docs/cli.md', import.meta.url), await cliReference())
