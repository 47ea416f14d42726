// Files that crash other readers, and mutations of them: each is converted, or refused by a code of the catalogue. Nothing else is thrown,
// nothing hangs, no row is lost: what was parsed was written or rejected (convert checks it itself).

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../../src/failure/failure.ts'
import { type Dialect, defaultDialect } from '../../src/schema/dialect.ts'
import { runParquetry, useTemporaryFolder } from '../cli/run-parquetry.ts'
import { Random, testSeed } from '../oracle/random.ts'
import { type ConvertBytesOptions, convertBytes, inChunks } from './convert-bytes.ts'
import { crashers } from './crashers.ts'

const dialects: Partial<Dialect>[] = [
  {},
  { escape: '\\' },
  { quote: undefined, escape: undefined },
  { comment: '#', delimiter: ';' },
  { header: false },
  { ragged: 'pad', skipLines: 1, footerLines: 1 },
  { encoding: 'utf-16' },
  { encoding: 'windows-1252' },
]

/** `converted`, or the code of the refusal. */
async function outcome(source: Parameters<typeof convertBytes>[0], options: ConvertBytesOptions): Promise<string> {
  try {
    await convertBytes(source, options)
    return 'converted'
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return error.code
  }
}

describe('T65: is read or refused, whatever is said of its dialect', () => {
  it.each(crashers.map(([name, file], i) => ({ name, file, i })))('$name', async ({ file, i }) => {
    for (const [j, dialect] of dialects.entries()) {
      if (j > 0 && (i + j) % 3 !== 0) continue // each unusual dialect meets every third file
      for (const onBadRow of j === 0 ? (['fail', 'reject'] as const) : (['reject'] as const)) {
        expect(await outcome(file, { dialect: { ...defaultDialect, ...dialect }, onBadRow })).not.toMatch(/INTERNAL|ROWS_LOST/)
      }
    }
  })
})

it('T65: is told in one line on the command line, all of them in one run', async () => {
  mkdirSync(join(folder.path, 'in'))
  for (const [i, [, file]] of crashers.entries()) writeFileSync(join(folder.path, 'in', `${i}.csv`), file)
  const { code, signal, stdout, stderr } = await runParquetry(['convert', 'in', '-o', 'out/', '--json'], { cwd: folder.path })
  expect({ code, signal }).toEqual({ code: 1, signal: null })
  const reports = stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(reports).toHaveLength(crashers.length)
  for (const line of stderr.trimEnd().split('\n')) expect(line).toMatch(/^(error|note|warning): in\/\d+\.csv/)
  expect(stderr).not.toMatch(/INTERNAL|\n\s+at |Error:.*\.ts/)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  expect(stderr).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f]/)
})

const folder = useTemporaryFolder()
const seed = testSeed()
const mutations = 120

it(`T65: and so are ${mutations} mutations of them (SEED=${seed})`, async () => {
  for (let i = 0; i < mutations; i++) {
    const random = new Random(seed + i)
    const file = mutated(random.pick(crashers)[1].subarray(0, 20_000), random)
    const dialect = { ...defaultDialect, ...random.pick(dialects) }
    const options = { dialect, onBadRow: random.pick(['fail', 'reject'] as const), blockBytes: random.pick([64, 1000, 100_000]) }
    const source = () => inChunks(file, random.pick([7, 1000, 100_000]))
    expect([seed + i, await outcome(source, options)]).toEqual([seed + i, expect.not.stringMatching(/INTERNAL|ROWS_LOST/)])
  }
})

const marks = Buffer.from('",\n\r\\;#\0\xef\xbb\xbf\x1f\x8b', 'latin1')

/** Bytes changed, left out, put in, repeated. */
function mutated(file: Uint8Array, random: Random): Uint8Array {
  let bytes = Buffer.from(file)
  for (let change = 0; change <= random.below(6); change++) {
    const at = random.below(bytes.length + 1)
    const behind = Math.min(bytes.length, at + random.pick([0, 1, 1, 2, 50]))
    const piece = random.pick([Buffer.of(marks[random.below(marks.length)]!), Buffer.from(random.bytes(2)), bytes.subarray(at, at + 300)])
    bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(behind)])
  }
  return bytes
}
