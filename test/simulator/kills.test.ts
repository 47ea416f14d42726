// Processes killed at random moments; npm run test:kills kills two hundred of them.

import { testSeed } from '../oracle/random.ts'
import { runScript } from './run-script.ts'

const kills = 50
const seed = testSeed()

it(`T03: ${kills} processes killed at random moments lose nothing and leave nothing half visible (SEED=${seed})`, async () => {
  const { output, exitCode } = await runScript('run-kills.ts', '--seed', String(seed), '--kills', String(kills))
  expect({ output, exitCode }).toEqual({ output: expect.stringContaining(`from seed ${seed}: 0 problems`), exitCode: 0 })
}, 120_000)
