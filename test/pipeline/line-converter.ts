// A conversion for tests that are not about converting: each line of the source is a row, `partition:text` or just `text`. The "Parquet" is
// the rows, one a line, so that tests can read back what is published. `!bad` fails the file, `!busy` fails for now, `!reject …` is rejected.

import { createHash } from 'node:crypto'
import type { ConvertRequest } from '../../src/convert/convert.ts'
import type { ConversionReport, WrittenOutput } from '../../src/convert/report.ts'
import { Failure } from '../../src/failure/failure.ts'
import { defaultDialect } from '../../src/schema/dialect.ts'
import type { ObjectWriter } from '../../src/store/store.ts'

export async function convertLines(request: ConvertRequest): Promise<ConversionReport> {
  const writers: ObjectWriter[] = []
  try {
    return await convertInto(request, writers)
  } catch (error) {
    await Promise.all(writers.map(writer => writer.abort()))
    throw error
  }
}

async function convertInto({ source, destination }: ConvertRequest, writers: ObjectWriter[]): Promise<ConversionReport> {
  const chunks: Uint8Array[] = []
  for await (const chunk of source.open()) chunks.push(Buffer.from(chunk))
  const text = Buffer.concat(chunks).toString()
  const lines = text.split('\n').filter(line => line !== '')
  if (lines.includes('!bad'))
    throw new Failure({ code: 'VALUE_INVALID', line: 1 + lines.indexOf('!bad'), value: 'cell content', expected: 'int' })
  if (lines.includes('!busy')) throw new Failure({ code: 'STORE_UNAVAILABLE' })
  if (lines.includes('!denied')) throw new Failure({ code: 'ACCESS_DENIED' })
  if (lines.includes('!crash')) throw new TypeError('a bug')
  const rejected = lines.filter(line => line.startsWith('!reject'))
  const rows = lines.filter(line => !line.startsWith('!reject'))
  const write = async (writer: ObjectWriter, partition: string, content: readonly string[]): Promise<WrittenOutput> => {
    writers.push(writer)
    const bytes = Buffer.from(content.map(line => `${line}\n`).join(''))
    await writer.write(bytes)
    return { partition, rows: content.length, bytes: bytes.byteLength, contentHash: hashOf(content), writer }
  }
  const outputs: WrittenOutput[] = []
  for (const [partition, content] of byPartition(rows)) outputs.push(await write(destination.data(partition), partition, content))
  const rejectFiles =
    rejected.length === 0
      ? undefined
      : {
          rows: await write(destination.rejectedRows(), '', rejected),
          reasons: await write(destination.rejectReasons(), '', rejected),
        }
  return {
    columns: [],
    dialect: defaultDialect,
    inferred: false,
    rowsParsed: lines.includes('!lose') ? lines.length + 1 : lines.length,
    rowsWritten: rows.length,
    rowsRejected: rejected.length,
    bytesRead: text.length,
    bytesParsed: text.length,
    outputs,
    rejects: [],
    rejectFiles,
    warnings: [],
  }
}

/** Whatever their order, as the engine's. */
function hashOf(rows: readonly string[]): string {
  const sum = rows.reduce((hash, row) => hash + createHash('sha256').update(row).digest().readBigUInt64BE(), 0n)
  return BigInt.asUintN(64, sum).toString(16).padStart(16, '0')
}

function byPartition(rows: readonly string[]): Map<string, string[]> {
  const partitions = new Map<string, string[]>()
  if (!rows.some(row => row.includes(':'))) return partitions.set('', [...rows])
  for (const row of rows) {
    const partition = `p=${row.split(':')[0]}/`
    partitions.set(partition, [...(partitions.get(partition) ?? []), row])
  }
  return partitions
}
