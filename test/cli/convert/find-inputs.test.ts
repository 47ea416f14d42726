// Buckets only; files, folders and globs are in ../convert.test.ts, from the outside.

import { findInputs } from '../../../src/cli/convert/find-inputs.ts'
import { formatOutput, planOutputs } from '../../../src/cli/convert/plan-outputs.ts'
import { MemoryStore } from '../../pipeline/memory-store.ts'

async function bucket(...keys: string[]): Promise<(name: string) => Promise<MemoryStore>> {
  const store = new MemoryStore()
  for (const key of keys) await store.put(key, Buffer.from('x'))
  return async () => store
}

const nowhere = () => Promise.reject(new Error('no bucket must be opened'))

describe('objects', () => {
  it('are taken by their key as it is, without opening the bucket', async () => {
    const { inputs } = await findInputs(['s3://in/a b+c%20.csv', 's3://in/a b+c%20.csv'], nowhere)
    expect(inputs).toEqual([
      { location: { kind: 's3', bucket: 'in', key: 'a b+c%20.csv' }, name: 's3://in/a b+c%20.csv', below: 'a b+c%20.csv', searched: false },
    ])
  })

  it('are found below a prefix', async () => {
    const open = await bucket('2026/a.csv', '2026/02/b.tsv.gz', '2026/readme.md', '2026/_tmp.csv', '2025/c.csv')
    const { inputs } = await findInputs(['s3://in/2026/'], open)
    expect(inputs.map(({ name, below, searched }) => ({ name, below, searched }))).toEqual([
      { name: 's3://in/2026/02/b.tsv.gz', below: '02/b.tsv.gz', searched: true },
      { name: 's3://in/2026/a.csv', below: 'a.csv', searched: true },
    ])
  })

  it('a prefix without any is a failure of its own', async () => {
    const { inputs, failures } = await findInputs(['s3://in/2024/', 's3://in/x.csv'], await bucket('2026/a.csv'))
    expect(inputs.map(({ name }) => name)).toEqual(['s3://in/x.csv'])
    expect(failures.map(({ message }) => message)).toEqual([expect.stringContaining('s3://in/2024/: there is no such file or object')])
  })
})

describe('their outputs', () => {
  const outputs = async (args: string[], out: string | undefined, partitioned = false) => {
    const { inputs } = await findInputs(args, await bucket('2026/a.csv', '2026/02/b.csv'))
    const partitionBy = partitioned ? [{ column: 'c', transform: 'identity', name: 'c' } as const] : []
    const jobs = await planOutputs(inputs, out, { partitionBy, onBadRow: 'fail' })
    return jobs.map(({ output }) => formatOutput(output))
  }

  it.each([
    [['s3://in/2026/a.csv'], undefined, ['s3://in/2026/a.parquet']],
    [['s3://in/2026/a.csv'], 's3://out/x.parquet', ['s3://out/x.parquet']],
    [['s3://in/2026/a.csv'], 's3://out/lake/', ['s3://out/lake/a.parquet']],
    [['s3://in/2026/a.csv'], 's3://out', ['s3://out/a.parquet']],
    [['s3://in/2026/'], 's3://out/lake/', ['s3://out/lake/02/b.parquet', 's3://out/lake/a.parquet']],
    [['s3://in/2026/a.csv'], 'x.parquet', ['x.parquet']],
    [['s3://in/2026/a.csv'], '/', ['/a.parquet']],
    [['s3://in/2026/a.csv'], '-', ['stdout']],
    [['-'], undefined, ['stdout']],
    [['-'], 'lake/', ['lake/stdin.parquet']],
  ] as const)('%j -o %s → %j', async (args, out, expected) => expect(await outputs([...args], out)).toEqual(expected))

  it('stand behind their partition folders, so that the table has one root', async () => {
    const { inputs } = await findInputs(['s3://in/2026/'], await bucket('2026/02/b.csv'))
    const [job] = await planOutputs(inputs, 's3://out/lake/', {
      partitionBy: [{ column: 'c', transform: 'identity', name: 'c' }],
      onBadRow: 'fail',
    })
    expect(job && formatOutput(job.output, 'c=1/')).toBe('s3://out/lake/c=1/02/b.parquet')
  })

  it('are never an input', async () => {
    await expect(outputs(['s3://in/2026/a.csv'], 's3://in/2026/a.csv')).rejects.toThrow('would replace the input s3://in/2026/a.csv')
  })
})
