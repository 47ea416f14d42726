import { type RejectFiles, rejectFiles } from '../../src/csv/reject-files.ts'
import type { FailureData } from '../../src/failure/failure.ts'
import type { ObjectWriter } from '../../src/store/store.ts'

class Recorder implements ObjectWriter {
  writes: Buffer[] = []
  ended = false

  get text(): string {
    return Buffer.concat(this.writes).toString()
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.writes.push(Buffer.from(bytes))
  }

  async commit(): Promise<{ etag: string; size: number }> {
    this.ended = true
    return { etag: '', size: 0 }
  }

  async abort(): Promise<void> {
    this.ended = true
  }
}

function open(header?: string): { rows: Recorder; reasons: Recorder; files: RejectFiles } {
  const rows = new Recorder()
  const reasons = new Recorder()
  return { rows, reasons, files: rejectFiles(rows, reasons, header === undefined ? undefined : Buffer.from(header), {}) }
}

const reason: FailureData = {
  code: 'VALUE_INVALID',
  line: 8124,
  record: 8123,
  byteOffset: 517_204,
  column: 4,
  columnName: 'amount',
  value: '12,50',
  expected: 'decimal(10,2)',
}

describe('the rows file', () => {
  it('holds the header and the records byte for byte', async () => {
    const { rows, files } = open('a;"b"\r\n')
    await files.add(Buffer.from('1;"x\n""y"\r\n'), [reason])
    await files.add(Buffer.from('2;\r'), [reason])
    await files.add(Buffer.from('\xff;=1+1', 'latin1'), [reason])
    const { records, rowsBytes } = await files.finish()
    const expected = Buffer.from('a;"b"\r\n1;"x\n""y"\r\n2;\r\xff;=1+1\n', 'latin1')
    expect(Buffer.concat(rows.writes)).toEqual(expected)
    expect(records).toBe(3)
    expect(rowsBytes).toBe(expected.length)
    expect(rows.ended).toBe(false)
  })

  it('has no header where the source has none, and ends a header without line break', async () => {
    const without = open()
    await without.files.add(Buffer.from('1\n'), [reason])
    await without.files.finish()
    expect(without.rows.text).toBe('1\n')
    const cut = open('a,b')
    await cut.files.add(Buffer.from('1\n'), [reason])
    await cut.files.finish()
    expect(cut.rows.text).toBe('a,b\n1\n')
  })

  it('is empty without rejects', async () => {
    const { rows, reasons, files } = open('a,b\n')
    expect(await files.finish()).toEqual({ records: 0, reasons: 0, rowsBytes: 0, reasonsBytes: 0 })
    expect([...rows.writes, ...reasons.writes]).toEqual([])
  })

  it('copies the bytes', async () => {
    const { rows, files } = open()
    const row = Buffer.from('first\n')
    await files.add(row, [reason])
    row.fill('x')
    await files.finish()
    expect(rows.text).toBe('first\n')
  })
})

describe('the reasons file', () => {
  it('has a line a reason, in NDJSON', async () => {
    const { reasons, files } = open('a\n')
    await files.add(Buffer.from('1\n'), [reason, { code: 'VALUE_NULL', column: 5 }])
    await files.add(Buffer.from('2\n'), [{ code: 'RECORD_TOO_SHORT', line: 9, record: 8, byteOffset: 70, expected: '3 fields' }])
    const totals = await files.finish()
    const lines = reasons.text.split('\n')
    expect(lines.pop()).toBe('')
    expect(lines.map(line => JSON.parse(line))).toEqual([
      { ...reason, message: expect.stringContaining('line 8124, column 4 "amount": cannot read "12,50" as decimal(10,2)') },
      { column: 5, code: 'VALUE_NULL', message: expect.stringContaining('column 5') },
      {
        line: 9,
        record: 8,
        byteOffset: 70,
        code: 'RECORD_TOO_SHORT',
        expected: '3 fields',
        message: expect.stringContaining('too few fields'),
      },
    ])
    expect(totals).toMatchObject({ records: 2, reasons: 3, reasonsBytes: reasons.text.length })
  })

  it('keeps one line whatever the value holds, and cuts long ones', async () => {
    const { reasons, files } = open()
    await files.add(Buffer.from('x\n'), [{ ...reason, value: 'a\r\n\u2028"\u001b[31m' }])
    await files.add(Buffer.from('x\n'), [{ ...reason, value: `${'v'.repeat(255)}😀${'v'.repeat(100_000)}` }])
    await files.add(Buffer.from('x\n'), [{ ...reason, value: '' }])
    await files.finish()
    const lines = reasons.text.trimEnd().split('\n')
    expect(lines).toHaveLength(3)
    const values = lines.map(line => JSON.parse(line).value)
    expect(values[0]).toBe('a\r\n\u2028"\u001b[31m')
    expect(values[1]).toBe(`${'v'.repeat(255)}\ufffd…`)
    expect(values[2]).toBe('')
  })
})

it('writes in batches', async () => {
  const { rows, files } = open('header\n')
  const row = Buffer.from(`${'r'.repeat(99)}\n`)
  for (let i = 0; i < 10_000; i++) await files.add(row, [reason])
  expect(rows.writes.length).toBeGreaterThan(10)
  expect((await files.finish()).rowsBytes).toBe(1_000_007)
  expect(rows.writes.length).toBeLessThan(20)
  expect(Buffer.concat(rows.writes)).toHaveLength(1_000_007)
})
