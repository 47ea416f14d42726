// What is set aside stays within bounds, whatever the rows.

import { type StagedPartition, StagedRows } from '../../src/convert/staged-rows.ts'

const row = (length: number) => Buffer.from(`${'x'.repeat(length - 1)}\n`)
const unlimited = { rowGroupBytes: Number.POSITIVE_INFINITY, maxBytes: Number.POSITIVE_INFINITY, maxPartitions: 10 }

const bytesOf = ({ chunks }: StagedPartition) => chunks.reduce((sum, chunk) => sum + chunk.length, 0)

const paths = ['a', 'b', 'c', 'd']

function add(staged: StagedRows, ...rows: [partition: string, length: number][]) {
  return rows.map(([partition, length]) => {
    const taken = staged.add(paths.indexOf(partition), row(length), 0, length)
    return taken && { partition: paths[taken.partition], rows: taken.rows, bytes: bytesOf(taken) }
  })
}

it('a partition is handed on when it has the bytes of a row group', () => {
  const staged = new StagedRows({ ...unlimited, rowGroupBytes: 100 }, paths)
  expect(add(staged, ['a', 60], ['b', 60], ['a', 40])).toEqual([undefined, undefined, { partition: 'a', rows: 2, bytes: 100 }])
  expect([...staged.takeAll()].map(({ partition }) => paths[partition])).toEqual(['b'])
})

it('the largest partition is handed on when all together hold too much, the first in order of two alike', () => {
  const staged = new StagedRows({ ...unlimited, maxBytes: 100 }, paths)
  expect(add(staged, ['c', 30], ['b', 40], ['a', 20], ['a', 20])).toEqual([
    undefined,
    undefined,
    undefined,
    { partition: 'a', rows: 2, bytes: 40 },
  ])
  expect(add(staged, ['d', 30], ['c', 1])).toEqual([undefined, { partition: 'b', rows: 1, bytes: 40 }])
  expect([...staged.takeAll()].map(taken => [paths[taken.partition], bytesOf(taken)])).toEqual([
    ['c', 31],
    ['d', 30],
  ])
})

it('a partition counts once, however often it is handed on', () => {
  const staged = new StagedRows({ ...unlimited, rowGroupBytes: 10, maxPartitions: 2 }, paths)
  add(staged, ['a', 10], ['b', 10], ['a', 10], ['b', 10])
  expect(() => add(staged, ['c', 10])).toThrow(expect.objectContaining({ data: expect.objectContaining({ code: 'TOO_MANY_PARTITIONS' }) }))
})
