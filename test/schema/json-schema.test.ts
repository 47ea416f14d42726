import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { parse } from 'yaml'
import { datasetFileShape } from '../../src/schema/dataset-file-shape.ts'
import { formatDatasetFile } from '../../src/schema/format-dataset-file.ts'
import { jsonSchemaOf } from '../../src/schema/json-schema.ts'
import { arbitraryDataset } from './arbitrary-dataset.ts'
import { problemLines } from './problem-lines.ts'

const schema = jsonSchemaOf(datasetFileShape, 'Parquetry dataset file')
const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema)

/** Whether an editor that reads YAML as usual would take the text. */
const editorAccepts = (text: string): boolean => validate(parse(text))

describe('schemas/dataset.schema.json', () => {
  it('is current (otherwise: npm run schema)', () => {
    const url = new URL('../../schemas/dataset.schema.json', import.meta.url)
    expect(JSON.parse(readFileSync(url, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)))
  })

  it('accepts whatever is printed', () => {
    const seed = randomInt(2 ** 31)
    console.info(`json-schema seed ${seed}`)
    fc.assert(
      fc.property(arbitraryDataset, dataset => {
        expect(editorAccepts(formatDatasetFile(dataset))).toBe(true)
      }),
      { seed, numRuns: 100 },
    )
  })

  it.each([
    'nullTokens: [null, -999, ~]',
    'nullTokens: NA',
    'missingColumns: null\ncolumns: [{ name: 3, type: int, source: 3 }]',
    'columns: [{ name: a, type: "decimal(10, 2)" }]\npartitionBy: [{ column: a }]',
    'csv: { header: false, quote: none, delimiter: 1 }',
    'rowGroupSize: 1048576',
    'maxRejects: 0.5%\nonBadRow: reject',
  ])('accepts, as the reader does: %j', text => {
    expect(problemLines(`dataset: a\nmatch: a\n${text}`)).toEqual([])
    expect(editorAccepts(`dataset: a\nmatch: a\n${text}`)).toBe(true)
  })

  it.each([
    'colums: 1',
    'csv: { delimeter: ";" }',
    'csv: { delimiter: "" }',
    'csv: { delimiter: ";;" }',
    'csv: { delimiter: none }',
    'csv: { quote: nothing }',
    'csv: { header: maybe }',
    'columns: []',
    'columns: [{ name: a }]',
    'columns: [{ name: a, type: bigint }]',
    'columns: [{ name: a, type: int, format: octal }]',
    'codec: lz4',
    'rowGroupSize: 12',
    'rowGroupSize: 12 parsecs',
    'maxRejects: some',
    'limits: { partitions: 0 }',
    'limits: { columns: 1.5 }',
    'partitionBy: [{ transform: day }]',
    'match: /a',
  ])('refuses, as the reader does: %j', text => {
    const head = text.startsWith('match') ? 'dataset: a\n' : 'dataset: a\nmatch: a\n'
    expect(problemLines(head + text)).not.toEqual([])
    expect(editorAccepts(head + text)).toBe(false)
  })
})
