// Publishing, with a conversion that only pretends: what happens when a commit fails, or rows are for other partitions than before.

import { type ConvertDependencies, type ConvertSettings, convertJob } from '../../../src/cli/convert/convert-job.ts'
import type { Job } from '../../../src/cli/convert/plan-outputs.ts'
import type { ConvertRequest } from '../../../src/convert/convert.ts'
import type { ConversionReport, WrittenOutput } from '../../../src/convert/report.ts'
import { Failure } from '../../../src/failure/failure.ts'
import { defaultConversionOptions } from '../../../src/schema/dataset.ts'
import { defaultDialect } from '../../../src/schema/dialect.ts'
import type { ObjectWriter } from '../../../src/store/store.ts'
import { MemoryStore } from '../../pipeline/memory-store.ts'
import { fakeTerminal } from '../fake-terminal.ts'

const job: Job = {
  input: { location: { kind: 's3', bucket: 'in', key: 'a.csv' }, name: 's3://in/a.csv', below: 'a.csv', searched: false },
  output: { kind: 's3', bucket: 'out', folder: 'lake/', name: 'a.parquet' },
}
const partitioned = { ...defaultConversionOptions, partitionBy: [{ column: 'c', transform: 'identity', name: 'c' }] } as const
const settings = (more: Partial<ConvertSettings> = {}): ConvertSettings => ({
  options: defaultConversionOptions,
  columns: [],
  threads: 1,
  force: false,
  sniff: undefined,
  ...more,
})

/** Writes a few bytes to each partition, and to the reject files when asked. */
function pretend(partitions: readonly string[], { rejects = false } = {}) {
  return async ({ destination }: ConvertRequest): Promise<ConversionReport> => {
    const written = async (writer: ObjectWriter, partition: string): Promise<WrittenOutput> => {
      await writer.write(Buffer.from('PAR1'))
      return { partition, rows: 1, bytes: 4, contentHash: '0', writer }
    }
    const outputs: WrittenOutput[] = []
    for (const partition of partitions) outputs.push(await written(destination.data(partition), partition))
    const rejectFiles = rejects
      ? { rows: await written(destination.rejectedRows(), ''), reasons: await written(destination.rejectReasons(), '') }
      : undefined
    const rows = { rowsParsed: outputs.length, rowsWritten: outputs.length, rowsRejected: 0 }
    return {
      ...rows,
      columns: [],
      dialect: defaultDialect,
      inferred: false,
      bytesRead: 1,
      bytesParsed: 1,
      outputs,
      rejects: [],
      rejectFiles,
      warnings: [],
    }
  }
}

function dependencies(out: MemoryStore, convert: ConvertDependencies['convert']): ConvertDependencies {
  const input = new MemoryStore()
  return {
    convert,
    stores: {
      openFolder: () => Promise.reject(new Error('no folder')),
      openBucket: async bucket => {
        if (bucket === 'in') await input.put('a.csv', Buffer.from('x'))
        return bucket === 'in' ? input : out
      },
    },
    io: fakeTerminal(),
    onProgress: () => {},
  }
}

const keys = (store: MemoryStore) => [...store.objects.keys()].sort()

describe('convertJob', () => {
  it('publishes outputs and rejects, and names them', async () => {
    const out = new MemoryStore()
    const done = await convertJob(job, settings(), dependencies(out, pretend([''], { rejects: true })))
    expect(keys(out)).toEqual(['lake/a.parquet', 'lake/a.rejects.csv', 'lake/a.rejects.ndjson'])
    expect(done.outputs.map(({ name }) => name)).toEqual(['s3://out/lake/a.parquet'])
    expect(done.rejectFiles).toEqual({ rows: 's3://out/lake/a.rejects.csv', reasons: 's3://out/lake/a.rejects.ndjson' })
    expect(out.unfinished).toBe(0)
  })

  it('refuses an output that is there before it converts anything', async () => {
    const out = new MemoryStore()
    await out.put('lake/a.parquet', Buffer.from('precious'))
    const never = () => Promise.reject(new Error('must not be called'))
    const refused = convertJob(job, settings(), dependencies(out, never))
    await expect(refused).rejects.toThrow('s3://out/lake/a.parquet: the output is there already; fix: ')
  })

  it('does not replace an output that appeared meanwhile', async () => {
    const out = new MemoryStore()
    const slow = async (request: ConvertRequest) => {
      const report = await pretend([''])(request)
      await out.put('lake/a.parquet', Buffer.from('precious'))
      return report
    }
    const refused = convertJob(job, settings(), dependencies(out, slow))
    await expect(refused).rejects.toMatchObject({ data: { code: 'OUTPUT_CHANGED', source: 's3://out/lake/a.parquet' } })
    expect(Buffer.from(out.objects.get('lake/a.parquet')?.bytes ?? []).toString()).toBe('precious')
  })

  it('aborts the rest when a commit fails, and says so', async () => {
    const out = new MemoryStore()
    const failing = async (request: ConvertRequest) => {
      const report = await pretend(['c=1/', 'c=2/', 'c=3/'])(request)
      const second = report.outputs[1]?.writer
      if (second) second.commit = () => Promise.reject(new Failure({ code: 'STORE_UNAVAILABLE' }))
      return report
    }
    await expect(convertJob(job, settings({ options: partitioned }), dependencies(out, failing))).rejects.toThrow(
      'the store did not answer',
    )
    expect(keys(out)).toEqual(['lake/c=1/a.parquet'])
    expect(out.unfinished).toBe(0)
  })

  it('with force takes back the partitions that got no rows this time, and nobody else’s', async () => {
    const out = new MemoryStore()
    for (const key of ['lake/c=1/a.parquet', 'lake/c=2/a.parquet', 'lake/c=1/b.parquet', 'lake/raw/a.parquet', 'lake/a.parquet']) {
      await out.put(key, Buffer.from('old'))
    }
    await convertJob(job, settings({ options: partitioned, force: true }), dependencies(out, pretend(['c=2/', 'c=3/'])))
    expect(keys(out)).toEqual(['lake/a.parquet', 'lake/c=1/b.parquet', 'lake/c=2/a.parquet', 'lake/c=3/a.parquet', 'lake/raw/a.parquet'])
  })
})
