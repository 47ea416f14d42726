import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { SAMPLES, type Sample, sampleData } from '../../src/local/samples.ts'

const data = sampleData()!
const rawText = (bytes: Buffer) => (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8')
const rowsOf = (text: string): string[][] => parse(text, { relax_column_count: true, from_line: 2 })

/** A second opinion on which records of the spoilt file are bad, by csv-parse and the platform's own dates and numbers. */
function isGoodBirdstrike(row: readonly string[]): boolean {
  const [date = '', speed = ''] = [row[3], row[13]]
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(date) && new Date(`${date}T00:00Z`).toJSON()?.startsWith(date)
  const isSpeed = speed === '' || /^\d+$/.test(speed)
  return row.length === 14 && Boolean(isDate) && isSpeed
}

describe('the samples', () => {
  const named = (name: string): Sample => SAMPLES.find(sample => sample.name === name)!

  it.each(SAMPLES.filter(({ expected }) => 'rows' in expected).map(sample => [sample.name, sample] as const))(
    '%s has the rows that csv-parse counts',
    (name, { bytes, expected }) => {
      const rows = rowsOf(rawText(bytes(data)))
      const good = name.startsWith('birdstrikes') ? rows.filter(isGoodBirdstrike) : rows
      expect({ rows: good.length, rejected: rows.length - good.length }).toMatchObject({
        rows: 'rows' in expected && expected.rows,
        rejected: 'rows' in expected && expected.rejected,
      })
    },
  )

  it('has one output for each year of the weather', () => {
    const years = new Set(rowsOf(rawText(named('seattle-weather.csv').bytes(data))).map(([date]) => date?.slice(0, 4)))
    expect(named('seattle-weather.csv').expected).toMatchObject({ outputs: years.size })
  })

  it('the broken one has a field too many, in the line that is said', () => {
    const { expected, bytes } = named('airports-broken.csv')
    const lengths = rawText(bytes(data))
      .split(/\r?\n/)
      .map(line => rowsOf(`\n${line}`)[0]?.length)
    expect(expected).toEqual({ failure: 'RECORD_TOO_LONG', line: lengths.indexOf(8) + 1 })
  })

  it('are the same each time they are made', () => {
    for (const { bytes } of SAMPLES) expect(bytes(data).equals(bytes(data))).toBe(true)
  })
})
