// The benchmark: CSV to Parquet, Parquetry beside others. `npm run bench -- --help` says what can be chosen.

import { writeFileSync } from 'node:fs'
import { type Contender, needsPython } from './contenders/contender.ts'
import { contenderVersion } from './contenders/version.ts'
import { removeOldData } from './generate/data-files.ts'
import { type Options, parseOptions, usage } from './options.ts'
import { installPython } from './python.ts'
import { report } from './report/report.ts'
import { type Competition, compete } from './scenarios/compete.ts'
import { taxi } from './shapes/taxi.ts'

const results = new URL('RESULTS.md', import.meta.url)

const options = parseOrExit(process.argv.slice(2))
if (options === 'help') process.stdout.write(usage)
else await run(options)

async function run(options: Options): Promise<void> {
  removeOldData()
  if (options.python) installPython()
  const { versions, missing } = installed(options)
  const present = [...versions.keys()]
  const findings = { versions, missing, throughput: await throughput(options, present), memory: await memory(options, present) }
  const page = report(findings, options, ['npm run bench --', ...process.argv.slice(2)].join(' '))
  process.stdout.write(page)
  if (options.write) writeFileSync(results, page)
}

function installed({ contenders, python }: Options): { versions: Map<Contender, string>; missing: Contender[] } {
  const versions = new Map<Contender, string>()
  const missing: Contender[] = []
  for (const contender of contenders) {
    const version = needsPython(contender) && !python ? undefined : contenderVersion(contender)
    if (version === undefined) missing.push(contender)
    else versions.set(contender, version)
  }
  return { versions, missing }
}

/** How fast, on every shape. */
async function throughput({ scenarios, shapes, size, rounds, threads }: Options, contenders: Contender[]): Promise<Competition[]> {
  if (!scenarios.includes('throughput')) return []
  const competitions: Competition[] = []
  for (const shape of shapes) competitions.push(await compete({ shape, size, rounds, threads }, contenders))
  return competitions
}

/** How much memory a large file takes; without those that are only given the beginning of it. */
async function memory({ scenarios, memorySize, threads }: Options, contenders: Contender[]): Promise<Competition[]> {
  if (!scenarios.includes('memory')) return []
  const able = contenders.filter(contender => contender.maxInputBytes === undefined)
  return [await compete({ shape: taxi, size: memorySize, rounds: 1, threads }, able)]
}

function parseOrExit(args: string[]): Options | 'help' {
  try {
    return parseOptions(args)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${usage}`)
    process.exit(2)
  }
}
