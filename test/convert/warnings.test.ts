import { convertBytes } from './convert-bytes.ts'

const warningsOf = async (...args: Parameters<typeof convertBytes>) => (await convertBytes(...args)).report.warnings
const id = { name: 'id', source: 'id', type: { name: 'int' }, nullable: true } as const

describe('a conversion warns', () => {
  it.each([
    ['id;name\n1;a\n', '"id;name"; if ";" separates'],
    ['id\tname\n1\ta\n', 'if the tab separates'],
    ['id|name\n', '"id|name"; if "|" separates'],
  ])('of one column that looks like several: %j', async (text, warning) => {
    expect(await warningsOf(text)).toEqual([expect.stringContaining(warning)])
  })

  it('of columns that were left out, in one sentence', async () => {
    const options = { columns: [id], extraColumns: 'ignore' } as const
    expect(await warningsOf('id,a\n1,2\n', options)).toEqual(['column "a" is not declared and was left out'])
    const many = Array.from({ length: 20 }, (_, i) => `c${i}`)
    expect(await warningsOf(`id,${many.join(',')}\n`, options)).toEqual([
      '20 columns are not declared and were left out: "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", …',
    ])
  })

  it('of declared columns that are not there, in one sentence', async () => {
    const column = (name: string) => ({ name, source: name, type: { name: 'string' as const }, nullable: true })
    const options = { columns: [id, column('a'), column('b')], missingColumns: 'null' } as const
    expect(await warningsOf('id,a\n1,2\n', options)).toEqual(['column "b" is not in the file and is null in every row'])
    expect(await warningsOf('id\n1\n', options)).toEqual(['2 columns are not in the file and are null in every row: "a", "b"'])
  })

  it.each(['id\n1;2\n', 'id,a;b\n1,2\n', 'id,name\n1,a\n'])('of nothing else: %j', async text => {
    expect(await warningsOf(text)).toEqual([])
  })
})
