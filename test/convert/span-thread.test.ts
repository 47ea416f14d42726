// Threads of a conversion that fails or is given up: they end, and in a way that the process survives.

import { Worker } from 'node:worker_threads'
import { jest } from '@jest/globals'
import { type Column, defaultLimits } from '../../src/schema/dataset.ts'
import { convertBytes } from './convert-bytes.ts'

const columns: Column[] = [{ name: 'n', source: 'n', type: { name: 'int' }, nullable: true }]
const rows = (count: number) => Array.from({ length: count }, (_, i) => `${i}\n`).join('')
const small = { columns, threads: 3, rowGroupBytes: 500, blockBytes: 200 } // the calling thread and two more

const deliver = Worker.prototype.postMessage

let terminate: ReturnType<typeof jest.spyOn>
let postMessage: ReturnType<typeof jest.spyOn>
beforeEach(() => {
  terminate = jest.spyOn(Worker.prototype, 'terminate')
  postMessage = jest.spyOn(Worker.prototype, 'postMessage')
})
afterEach(() => {
  jest.restoreAllMocks()
})

it.each([
  ['succeeds', `n\n${rows(2000)}`, undefined],
  ['fails at its first record', `n\nx\n${rows(2000)}`, { code: 'VALUE_INVALID', record: 1 }],
  ['fails at its last record', `n\n${rows(2000)}x\n`, { code: 'VALUE_INVALID', record: 2001 }],
  ['has a quote that never closes', `n\n${rows(2000)}"`, { code: 'QUOTE_UNTERMINATED' }],
])('end by themselves when the source %s', async (_, source, data) => {
  const attempt = convertBytes(source, small)
  if (data === undefined) await attempt
  else await expect(attempt).rejects.toMatchObject({ data })
  expectEnded()
})

it.each([
  ['in the first row group', 100_000, ''],
  ['in a later row group', 1_000_000, ''],
  ['right behind a bad record', 100_000, 'x\n'],
  ['right behind a bad record in a later row group', 1_000_000, 'x\n'],
])('tell what one thread tells of a source that breaks off %s', async (_, count, bad) => {
  const breaksOff = async function* () {
    yield Buffer.from(`n\n${rows(count)}${bad}1`)
    throw new Error('lost')
  }
  const expected = bad === '' ? { message: 'lost' } : { data: { code: 'VALUE_INVALID', record: count + 1 } }
  for (const threads of [1, 2, 3]) {
    await expect(convertBytes(breaksOff, { columns, threads, rowGroupBytes: 4 << 20 })).rejects.toMatchObject(expected)
  }
})

it.each([
  ['a quote that never closes', '"never closed\n', { code: 'QUOTE_UNTERMINATED' }],
  ['a record that is too large', `"${'1'.repeat(70_000)}"\n`, { code: 'RECORD_TOO_LARGE' }],
])('tell of %s what one thread tells, behind a bad record and without one', async (_, end, data) => {
  for (const threads of [1, 2, 3]) {
    const options = { ...small, threads, limits: { ...defaultLimits, recordBytes: 65_536 } }
    await expect(convertBytes(`n\n${rows(1000)}${end}`, options)).rejects.toMatchObject({ data: { ...data, line: 1002 } })
    const behindBad = convertBytes(`n\n${rows(1000)}x\n${end}`, options)
    await expect(behindBad).rejects.toMatchObject({ data: { code: 'VALUE_INVALID', record: 1001 } })
  }
})

it('end by themselves when the conversion is given up', async () => {
  const attempt = convertBytes(`n\n${rows(2000)}`, { ...small, signal: AbortSignal.abort(new Error('given up')) })
  await expect(attempt).rejects.toThrow('given up')
  expectEnded()
})

it.each(['terminate', 'throw'] as const)('fail the conversion when one of them dies: %s', async death => {
  postMessage.mockImplementation(function (this: Worker, ...args: Parameters<typeof deliver>) {
    if (args[0] !== 'begin') return deliver.apply(this, args)
    if (death === 'terminate') void this.terminate()
    else this.emit('error', new Error('out of memory'))
  })
  const attempt = convertBytes(`n\n${rows(2000)}`, small)
  await expect(attempt).rejects.toThrow(death === 'terminate' ? 'a worker thread ended early' : 'out of memory')
})

it('are not started for a source of one row group', async () => {
  await convertBytes(`n\n${rows(100)}`, { ...small, rowGroupBytes: 5000 })
  expect(postMessage).not.toHaveBeenCalled()
})

function expectEnded(): void {
  const threads = [...new Set(postMessage.mock.contexts as Worker[])]
  expect(threads.map(({ threadId }) => threadId)).toEqual([-1, -1]) // a thread that has ended has no number any more
  expect(terminate).not.toHaveBeenCalled() // Node aborts when that meets a zlib stream in the making
}
