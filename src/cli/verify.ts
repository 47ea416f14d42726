// `parquetry verify`: whether what is published of a source is what it converts to.

import type { Pipeline } from '../pipeline/pipeline.ts'
import type { OutputVerdict } from '../pipeline/verify/compare-outputs.ts'
import { type VerifyReport, verifyObject } from '../pipeline/verify/verify-object.ts'
import type { Command, Terminal } from './command.ts'
import { exitFailed, exitOk } from './exit-code.ts'
import { formatBytes } from './format-bytes.ts'
import { formatCounted } from './format-count.ts'
import { parseOptions } from './parse-options.ts'
import { jsonLine, printable } from './printable.ts'
import { style } from './style.ts'
import { UsageError } from './usage-error.ts'
import { datasetsIfThere, pipelineUsage, withPipeline } from './with-pipeline.ts'
import { writeText } from './write-text.ts'

const usage = `Convert a source once more, and compare with what is published

Usage
  parquetry verify KEY… [--json]

Converts each source again, into digests and not into files, and compares the
bytes, the rows and the content hash with the outputs that lie there and with
the ledger. Says what exactly differs. Nothing is changed.

  KEY  of a source: incoming/sales/a.csv, sales/a.csv below the input prefix, or
       s3://bucket/incoming/sales/a.csv

Options
      --json  one object a line for each source

Examples
  parquetry verify incoming/sales/a.csv
  parquetry history --key 'sales/**' --state done --json | jq -r .key |
    xargs -d '\\n' parquetry verify

Exit code 0 if all are the same; 1 if one differs, or cannot be verified since
its source is gone, changed or was never converted.

${pipelineUsage} Dataset files are read from PARQUETRY_SCHEMAS: they must
be those that the source was converted with.
`

const options = { json: { type: 'boolean', default: false } } as const

export const verify: Command = {
  name: 'verify',
  summary: 'convert once more, compare with what is published',
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, options)
    if (positionals.length === 0) throw new UsageError('name at least one source')
    return withPipeline(async pipeline => {
      let isAllSame = true
      for (const name of positionals) {
        const report = await verifyObject(pipeline, sourceKey(pipeline, name), { signal: io.signal })
        isAllSame &&= report.verdict === 'same'
        await writeText(io.stdout, values.json ? jsonLine(report) : text(report, io))
      }
      return isAllSame ? exitOk : exitFailed
    }, datasetsIfThere)
  },
}

function sourceKey({ config }: Pipeline, name: string): string {
  const ours = `s3://${config.bucket}/`
  if (name.startsWith('s3://') && !name.startsWith(ours)) throw new UsageError(`${name} is not in the pipeline's bucket ${config.bucket}`)
  const key = name.startsWith(ours) ? name.slice(ours.length) : name
  return [config.inputPrefix, config.fixPrefix].some(prefix => key.startsWith(prefix)) ? key : config.inputPrefix + key
}

function text({ key, verdict, reason, notes, outputs }: VerifyReport, io: Terminal): string {
  const { bold, green, red, yellow } = style(io)
  const mark = { same: green('✓ the same'), different: red('✗ different'), unverifiable: yellow('? cannot be verified') }[verdict]
  const lines = [`${bold(printable(key))}  ${mark}`]
  for (const line of [...(reason === undefined ? [] : [reason]), ...notes]) lines.push(`  ${printable(line)}`)
  for (const output of outputs) lines.push(...outputLines(output, io))
  return `${lines.join('\n')}\n`
}

function outputLines({ key, verdict, differences, published, derived }: OutputVerdict, io: Terminal): string[] {
  const { dim, red } = style(io)
  const { bytes, rows, contentHash } = (verdict === 'gone' ? derived : published) ?? {}
  const facts = [
    ...(rows === undefined ? [] : [formatCounted(rows, 'row')]),
    ...(bytes === undefined ? [] : [formatBytes(bytes)]),
    ...(contentHash === undefined ? [] : [`content ${contentHash}`]),
  ]
  const state = verdict === 'same' ? dim('same') : red(verdict)
  return [`  ${printable(key)}  ${state}  ${dim(facts.join(', '))}`.trimEnd(), ...differences.map(each => `    ${printable(each)}`)]
}
