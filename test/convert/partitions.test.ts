// Partitioned outputs: each row in the file of its partition, in order, whatever is set aside meanwhile.

import type { Column } from '../../src/schema/dataset.ts'
import { defaultLimits } from '../../src/schema/dataset.ts'
import { hyparquet } from '../interop/readers/hyparquet.ts'
import { convertBytes } from './convert-bytes.ts'

const columns: Column[] = [
  { name: 'at', type: { name: 'timestamp' }, nullable: true, source: 'at' },
  { name: 'country', type: { name: 'string' }, nullable: true, source: 'country' },
  { name: 'n', type: { name: 'long' }, nullable: false, source: 'n' },
]
const byDayAndCountry = [
  { column: 'at', transform: 'day' as const, name: 'day' },
  { column: 'country', transform: 'identity' as const, name: 'country' },
]

it('writes a file a partition, values escaped, nulls and empty texts in the default partition', async () => {
  const source = 'at,country,n\n2026-01-31T23:59:59,DE,1\n2026-02-01T00:00:00,a/b=c,2\n2026-01-31 00:00:00,DE,3\n,"",4\n,,5\n'
  const { files, report } = await convertBytes(source, { columns, partitionBy: byDayAndCountry })
  const numbers = new Map<string, unknown>()
  for (const [partition, file] of files)
    numbers.set(
      partition,
      (await hyparquet.read(file)).rows.map(row => row[2]),
    )
  expect(Object.fromEntries(numbers)).toEqual({
    'day=2026-01-31/country=DE/': ['1', '3'],
    'day=2026-02-01/country=a%2Fb%3Dc/': ['2'],
    'day=__HIVE_DEFAULT_PARTITION__/country=__HIVE_DEFAULT_PARTITION__/': ['4', '5'],
  })
  expect(report).toMatchObject({ rowsParsed: 5, rowsWritten: 5 })
})

describe('many rows', () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => ({ day: `2026-01-${String((i % 28) + 1).padStart(2, '0')}`, n: i }))
  const source = `at,country,n\n${rows.map(({ day, n }) => `${day}T12:00:00,DE,${n}\n`).join('')}`
  const partitionBy = [{ column: 'at', transform: 'day' as const, name: 'day' }]
  const reference = convertBytes(source, { columns, partitionBy, rowGroupBytes: 5000 })

  it('keep their order in row groups of bounded size', async () => {
    for (const [partition, file] of (await reference).files) {
      const { rows: read } = await hyparquet.read(file)
      const expected = rows.filter(({ day }) => partition === `day=${day}/`).map(({ n }) => String(n))
      expect(read.map(row => row[2])).toEqual(expected)
    }
  })

  it.each([512, 65_536])('come out the same with blocks of %i bytes', async blockBytes => {
    const { files } = await convertBytes(source, { columns, partitionBy, rowGroupBytes: 5000, blockBytes })
    const expected = await reference
    expect([...files.keys()]).toEqual([...expected.files.keys()])
    for (const [partition, file] of files) expect(file.equals(expected.files.get(partition)!)).toBe(true)
  })

  it('are refused when they need more partitions than the limit', async () => {
    const limits = { ...defaultLimits, partitions: 27 }
    await expect(convertBytes(source, { columns, partitionBy, limits })).rejects.toMatchObject({ data: { code: 'TOO_MANY_PARTITIONS' } })
  })
})

it.each<[Column['type'], string, string]>([
  [{ name: 'boolean' }, 'TRUE', 'k=true/'],
  [{ name: 'int' }, '-7', 'k=-7/'],
  [{ name: 'date' }, '2026-01-31', 'k=2026-01-31/'],
  [{ name: 'decimal', precision: 5, scale: 2 }, '1.5', 'k=1.50/'],
  [{ name: 'decimal', precision: 30, scale: 1 }, '-12345678901234567890.5', 'k=-12345678901234567890.5/'],
  [{ name: 'uuid' }, '0F5A6D1E-0000-4000-8000-0123456789AB', 'k=0f5a6d1e-0000-4000-8000-0123456789ab/'],
  [{ name: 'string' }, 'Zürich', 'k=Zürich/'],
])('takes the value of a %p', async (type, text, folder) => {
  const keyed: Column[] = [{ name: 'k', type, nullable: true, source: 'k' }]
  const { files } = await convertBytes(`k\n${text}\n`, { columns: keyed, partitionBy: [{ column: 'k', transform: 'identity', name: 'k' }] })
  expect([...files.keys()]).toEqual([folder])
})

describe('rows that read differently in front of a partition than inside the source', () => {
  const byK = [{ column: 'k', transform: 'identity' as const, name: 'k' }]
  const text = (name: string): Column => ({ name, type: { name: 'string' }, nullable: true, source: name })

  it('keep a byte order mark in front of their first value', async () => {
    const { files } = await convertBytes('a,k\n\ufeffx,1\n\ufeff"y,2\n', { columns: [text('a'), text('k')], partitionBy: byK })
    expect((await hyparquet.read(files.get('k=1/')!)).rows).toEqual([['\ufeffx', '1']])
    expect((await hyparquet.read(files.get('k=2/')!)).rows).toEqual([['\ufeff"y', '2']])
  })

  it('stay two blank lines when one ends with CR and the next is an LF', async () => {
    const { files, report } = await convertBytes('k\na\r\ra\n\nb\n', { columns: [text('k')], partitionBy: byK })
    expect((await hyparquet.read(files.get('k=__HIVE_DEFAULT_PARTITION__/')!)).rows).toEqual([[null], [null]])
    expect(report.rowsWritten).toBe(5)
  })
})

it('tells the hours before 1970 from those behind it', async () => {
  const times = [
    '1969-12-31T22:59:59.999999',
    '1969-12-31T23:00:00',
    '1969-12-31T23:59:59.999999',
    '1970-01-01T00:00:00',
    '1970-01-01T00:59:59.999999',
  ]
  const source = `at,country,n\n${times.map((time, i) => `${time},DE,${i}\n`).join('')}`
  const { files } = await convertBytes(source, { columns, partitionBy: [{ column: 'at', transform: 'hour', name: 'hour' }] })
  const rows: Record<string, unknown> = {}
  for (const [partition, file] of files) rows[partition] = (await hyparquet.read(file)).rows.map(row => row[2])
  expect(rows).toEqual({ 'hour=1969-12-31-22/': ['0'], 'hour=1969-12-31-23/': ['1', '2'], 'hour=1970-01-01-00/': ['3', '4'] })
})

it('keeps rows apart whose partition values look alike when they are put together', async () => {
  const text = (name: string): Column => ({ name, type: { name: 'string' }, nullable: true, source: name })
  const partitionBy = ['a', 'b'].map(name => ({ column: name, transform: 'identity' as const, name }))
  const { files } = await convertBytes('a,b\nx,1:y\nx1:,y\n-,\n,-\n1:-,x\n', { columns: [text('a'), text('b')], partitionBy })
  expect([...files.keys()].sort()).toEqual([
    'a=-/b=__HIVE_DEFAULT_PARTITION__/',
    'a=1%3A-/b=x/',
    'a=__HIVE_DEFAULT_PARTITION__/b=-/',
    'a=x/b=1%3Ay/',
    'a=x1%3A/b=y/',
  ])
})

it('gives rows back that run over the ends of what they are set aside in', async () => {
  const text: Column[] = ['k', 't'].map(name => ({ name, type: { name: 'string' }, nullable: true, source: name }))
  const rows = Array.from({ length: 3000 }, (_, i) => [String(i % 3), String(i).repeat(1 + ((i * 7919) % 300))])
  const source = `k,t\n${rows.map(row => `${row}\n`).join('')}`
  const options = { columns: text, partitionBy: [{ column: 'k', transform: 'identity' as const, name: 'k' }], rowGroupBytes: 300_000 }
  const { files } = await convertBytes(source, options)
  for (const k of ['0', '1', '2']) {
    expect((await hyparquet.read(files.get(`k=${k}/`)!)).rows).toEqual(rows.filter(row => row[0] === k))
  }
})
