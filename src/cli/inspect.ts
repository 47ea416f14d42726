// `parquetry inspect`: what a Parquet file is made of.

import { type BoundDescription, describeFile } from '../parquet/read/describe-file.ts'
import { readMetadata } from '../parquet/read/read-metadata.ts'
import { schemaLeaves } from '../parquet/read/schema-leaves.ts'
import { plainText } from './cat/value-text.ts'
import type { Command } from './command.ts'
import { exitOk } from './exit-code.ts'
import { inspectPage } from './inspect/inspect-page.ts'
import { withParquetFile } from './open-parquet.ts'
import { onlyArgument, parseOptions } from './parse-options.ts'
import { jsonLine } from './printable.ts'
import { terminalWidth } from './terminal-width.ts'
import { writeText } from './write-text.ts'

const usage = `Show what a Parquet file is made of

Usage
  parquetry inspect FILE [--json]

FILE is a path or s3://BUCKET/KEY. Only its footer is read.

Options
  --json   all that the footer says of rows, columns, row groups and column
           chunks, as one JSON object; bounds are text, as cat prints them

Examples
  parquetry inspect sales.parquet
  parquetry inspect s3://lake/parquet/sales.parquet
  parquetry inspect sales.parquet --json | jq '.rowGroups[0].chunks[2]'

The page shows schema, nulls, sizes, data pages by encoding, smallest and
largest values (… where the writer cut them short), row groups, and the
key-value metadata: where the rows come from.
`

export const inspect: Command = {
  name: 'inspect',
  summary: 'what a Parquet file is made of, and where its rows come from',
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, { json: { type: 'boolean', default: false } })
    const name = onlyArgument('a Parquet file', positionals)
    const { metadata, fileBytes } = await withParquetFile(name, async file => ({
      metadata: await readMetadata(file),
      fileBytes: file.byteLength,
    }))
    const described = describeFile(metadata)
    const elements = schemaLeaves(metadata.schema).map(leaf => leaf.element)
    const width = terminalWidth(io, io.stdout)
    const text = values.json
      ? jsonDescription(name, fileBytes, described, elements)
      : inspectPage(metadata, described, { name, fileBytes, width, color: io.color })
    await writeText(io.stdout, text)
    return exitOk
  },
}

function jsonDescription(
  name: string,
  fileBytes: number,
  described: ReturnType<typeof describeFile>,
  elements: readonly Parameters<typeof plainText>[0][],
): string {
  const rowGroups = described.rowGroups.map(group => ({
    ...group,
    chunks: group.chunks.map((chunk, at) => {
      const element = elements[at]
      return {
        ...chunk,
        min: element && boundJson(chunk.min, plainText(element)),
        max: element && boundJson(chunk.max, plainText(element)),
      }
    }),
  }))
  return jsonLine({ file: name, bytes: fileBytes, ...described, rowGroups })
}

function boundJson(bound: BoundDescription | undefined, text: ReturnType<typeof plainText>): object | undefined {
  return bound && { value: bound.value === null ? null : text(bound.value), isExact: bound.isExact }
}
