// The benchmark: CSV to Parquet, Parquetry beside others. `npm run bench -- --help` says what can be chosen.

import { writeFileSync } from 'node:fs'
import { type Contender, needsPython } from './contenders/contender.ts'
import { contenderVersion } from './contenders/version.ts'
import { removeOldData } from './generate/data-files.ts'
import { type Options, parseOptions, type Scenario, usage } from './options.ts'
import { installPython } from './python.ts'
import { type Findings, report } from './report/report.ts'
import { codecShare } from './scenarios/codec-share.ts'
import { coldStart } from './scenarios/cold-start.ts'
import { inference } from './scenarios/inference.ts'
import { memory } from './scenarios/memory.ts'
import { parallel } from './scenarios/parallel.ts'
import { smallFiles } from './scenarios/small-files.ts'
import { snappy } from './scenarios/snappy.ts'
import { throughput } from './scenarios/throughput.ts'

const results = new URL('RESULTS.md', import.meta.url)

const options = parseOrExit(process.argv.slice(2))
if (options === 'help') process.stdout.write(usage)
else await run(options)

async function run(options: Options): Promise<void> {
  const start = performance.now()
  removeOldData()
  const field = fieldOf(options)
  for (const [contender, reason] of field.missing) process.stderr.write(`${contender.name} does not take part: ${reason}\n`)
  const findings = await find(options, field)
  const command = ['npm run bench --', ...process.argv.slice(2)].join(' ')
  const page = report(findings, options, { command, minutes: (performance.now() - start) / 60_000 })
  process.stdout.write(page)
  if (options.write) writeFileSync(results, page)
}

type Field = Pick<Findings, 'versions' | 'missing'>

/** Who takes part, in which version, and who does not, and why. */
function fieldOf({ contenders, python }: Options): Field {
  const versions = new Map<Contender, string>()
  const missing = new Map<Contender, string>()
  const whyNoPython = contenders.some(needsPython) ? (python ? installPython() : 'left out by --no-python') : undefined
  for (const contender of contenders) {
    const reason = needsPython(contender) ? whyNoPython : undefined
    const version = reason === undefined ? contenderVersion(contender) : undefined
    if (version === undefined) missing.set(contender, reason ?? 'not installed')
    else versions.set(contender, version)
  }
  return { versions, missing }
}

async function find(options: Options, field: Field): Promise<Findings> {
  const contenders = [...field.versions.keys()]
  const isChosen = (scenario: Scenario) => options.scenarios.includes(scenario)
  return {
    ...field,
    throughput: isChosen('throughput') ? await throughput(options, contenders) : [],
    smallFiles: isChosen('small-files') ? await smallFiles(options, contenders) : [],
    parallel: isChosen('parallel') ? await parallel(options, contenders) : [],
    snappy: isChosen('snappy') ? await snappy(options, contenders) : [],
    inference: isChosen('inference') ? await inference(options) : [],
    codec: isChosen('codec') ? await codecShare(options) : [],
    memory: isChosen('memory') ? await memory(options, contenders) : [],
    coldStart: isChosen('cold-start') ? await coldStart() : undefined,
  }
}

function parseOrExit(args: string[]): Options | 'help' {
  try {
    return parseOptions(args)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${usage}`)
    process.exit(2)
  }
}
