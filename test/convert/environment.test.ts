// The bytes of an output do not depend on the time zone, the locale or the working folder of the process that makes it.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { parquetOf } from './convert-bytes.ts'
import { hashOfConversion, sampleCsv, sampleOptions } from './hash-of-conversion.ts'

const script = new URL('./hash-of-conversion.ts', import.meta.url).pathname

const environments: Record<string, string>[] = [
  { TZ: 'Pacific/Kiritimati' },
  { TZ: 'America/St_Johns', LANG: 'de_DE.UTF-8' },
  { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
  { LANG: 'C', LC_ALL: 'C', TZ: 'UTC' },
]

it.each(environments)('T82: is the same with %o', async environment => {
  const here = await hashOfConversion()
  const there = execFileSync(process.execPath, [script], { cwd: tmpdir(), env: { ...process.env, ...environment }, encoding: 'utf8' })
  expect(there.trim()).toBe(here)
})

it.each(['compatible', 'smallest'] as const)('is the same with blocks and threads of any size: %s', async encodings => {
  const hashes = new Set<string>()
  for (const more of [{}, { blockBytes: 1000 }, { blockBytes: 65_536, threads: 2 }]) {
    const file = await parquetOf(sampleCsv(), { ...sampleOptions, encodings, rowGroupBytes: 60_000, ...more })
    hashes.add(createHash('sha256').update(file).digest('hex'))
  }
  expect(hashes.size).toBe(1)
})
