// The bytes of an output do not depend on the time zone, the locale or the working folder of the process that makes it, nor on what V8 compiles the
// kernel with, and for.

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
  expect(hashInProcess([], environment)).toBe(await hashOfConversion())
})

const compilers = [[], ['--liftoff-only'], ['--no-liftoff']]
const processors = process.arch === 'x64' ? [[], ['--no-enable-avx'], ['--no-enable-avx2']] : [[]]
const ways = processors.flatMap(processor => compilers.map(compiler => [...processor, ...compiler].join(' ')))

// V8 has made other code of one and the same kernel where there is no AVX: docs/decisions/0076-fewer-instructions-fewer-guesses.md
it.each(ways)('is the same whichever compiler made the kernel, for whichever processor: %s', async flags => {
  expect(hashInProcess(flags.split(' ').filter(Boolean))).toBe(await hashOfConversion())
})

function hashInProcess(flags: readonly string[], environment: Record<string, string> = {}): string {
  const options = { cwd: tmpdir(), env: { ...process.env, ...environment }, encoding: 'utf8' } as const
  return execFileSync(process.execPath, [...flags, script], options).trim()
}

it.each(['compatible', 'smallest'] as const)('is the same with blocks and threads of any size: %s', async encodings => {
  const hashes = new Set<string>()
  for (const more of [{}, { blockBytes: 1000 }, { blockBytes: 65_536, threads: 2 }]) {
    const file = await parquetOf(sampleCsv(), { ...sampleOptions, encodings, rowGroupBytes: 60_000, ...more })
    hashes.add(createHash('sha256').update(file).digest('hex'))
  }
  expect(hashes.size).toBe(1)
})
