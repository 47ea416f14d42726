import { parquetMetadata } from 'hyparquet'
import { sampleColumns } from './sample-values.ts'
import { slowFile } from './slow-file.ts'

const file = await slowFile({ columns: sampleColumns, rows: [], codec: 'none', layout: 'plain', rowsPerPage: 1, rowsPerRowGroup: 1 })
const leaves = new Map(parquetMetadata(file).schema.map(element => [element.name, element]))

const micros = (type: 'TIME' | 'TIMESTAMP', isAdjustedToUTC: boolean) => ({ type, isAdjustedToUTC, unit: 'MICROS' })
const decimal = (precision: number, scale: number) => ({ type: 'DECIMAL', precision, scale })

describe('a column in the schema', () => {
  it.each([
    ['boolean', { type: 'BOOLEAN' }],
    ['int', { type: 'INT32', converted_type: 'INT_32', logical_type: { type: 'INTEGER', bitWidth: 32, isSigned: true } }],
    ['long', { type: 'INT64', converted_type: 'INT_64', logical_type: { type: 'INTEGER', bitWidth: 64, isSigned: true } }],
    ['float', { type: 'FLOAT' }],
    ['double', { type: 'DOUBLE' }],
    ['date', { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } }],
    ['time', { type: 'INT64', converted_type: 'TIME_MICROS', logical_type: micros('TIME', false) }],
    ['timestamp', { type: 'INT64', converted_type: 'TIMESTAMP_MICROS', logical_type: micros('TIMESTAMP', false) }],
    ['timestamptz', { type: 'INT64', converted_type: 'TIMESTAMP_MICROS', logical_type: micros('TIMESTAMP', true) }],
    ['decimal_9_2', { type: 'INT32', converted_type: 'DECIMAL', precision: 9, scale: 2, logical_type: decimal(9, 2) }],
    ['decimal_18_4', { type: 'INT64', converted_type: 'DECIMAL', precision: 18, scale: 4, logical_type: decimal(18, 4) }],
    [
      'decimal_38_18',
      {
        type: 'FIXED_LEN_BYTE_ARRAY',
        type_length: 16,
        converted_type: 'DECIMAL',
        precision: 38,
        scale: 18,
        logical_type: decimal(38, 18),
      },
    ],
    ['string', { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } }],
    ['uuid', { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16, logical_type: { type: 'UUID' } }],
    ['binary', { type: 'BYTE_ARRAY' }],
  ])('says what it is: %s', (name, expected) => {
    const required = { name, repetition_type: 'REQUIRED', ...expected }
    expect(withoutUndefined(leaves.get(name))).toEqual(required)
    expect(withoutUndefined(leaves.get(`${name}_null`))).toEqual({ ...required, name: `${name}_null`, repetition_type: 'OPTIONAL' })
  })

  it('stands below one root that counts them', () => {
    expect(leaves.get('schema')).toMatchObject({ num_children: sampleColumns.length })
  })
})

const withoutUndefined = (element: object | undefined) => JSON.parse(JSON.stringify(element))
