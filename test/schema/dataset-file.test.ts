import { type Dataset, defaultConversionOptions } from '../../src/schema/dataset.ts'
import { readDatasetFile } from '../../src/schema/dataset-file.ts'
import { failureOf, problemLines } from './problem-lines.ts'

const types = 'boolean, int, long, float, double, date, time, timestamp, timestamptz, string, uuid, binary'

describe('readDatasetFile', () => {
  it('fills in every default', () => {
    const expected: Dataset = {
      ...defaultConversionOptions,
      name: 'sales',
      match: ['sales/*.csv'],
      columns: undefined,
      afterConvert: 'keep',
      onSourceDelete: undefined,
      readyMarker: undefined,
    }
    expect(readDatasetFile('dataset: sales\nmatch: sales/*.csv\n', 'sales.yaml')).toEqual(expected)
  })

  it('reads every key', () => {
    const text = `
dataset: sales
match: [sales/*.csv, "returns/**/*.csv"]
csv: { delimiter: ";", quote: "'", escape: "\\\\", comment: "#", header: true }
nullTokens: [NO, ~, -999, "null"]
columns:
  - { name: id, type: long, nullable: false }
  - name: amount
    type: decimal(10,2)
    source: 7
  - { name: sold_at, type: timestamptz, source: Sold at }
  - { name: photo, type: binary, format: base64 }
  - { name: country, type: string }
onBadRow: reject
maxRejects: 0.5%
missingColumns: null
extraColumns: ignore
partitionBy: [country, hour(sold_at), { column: sold_at, transform: day, name: sold_on }]
codec: snappy
encodings: smallest
rowGroupSize: 64 MiB
limits: { recordBytes: 1 MiB, fieldBytes: 64 KiB, columns: 100, sourceBytes: 2.5 GB, compressionRatio: 20, partitions: 5 }
afterConvert: archive
onSourceDelete: keep
readyMarker: all.done
`
    const expected: Dataset = {
      name: 'sales',
      match: ['sales/*.csv', 'returns/**/*.csv'],
      dialect: { delimiter: ';', quote: "'", escape: '\\', comment: '#', header: true },
      nullTokens: ['NO', '~', '-999', 'null'],
      columns: [
        { name: 'id', type: { name: 'long' }, nullable: false, source: 'id' },
        { name: 'amount', type: { name: 'decimal', precision: 10, scale: 2 }, nullable: true, source: '7' },
        { name: 'sold_at', type: { name: 'timestamptz' }, nullable: true, source: 'Sold at' },
        { name: 'photo', type: { name: 'binary' }, nullable: true, source: 'photo', format: 'base64' },
        { name: 'country', type: { name: 'string' }, nullable: true, source: 'country' },
      ],
      onBadRow: 'reject',
      maxRejects: { percent: 0.5 },
      missingColumns: 'null',
      extraColumns: 'ignore',
      partitionBy: [
        { column: 'country', transform: 'identity', name: 'country' },
        { column: 'sold_at', transform: 'hour', name: 'hour' },
        { column: 'sold_at', transform: 'day', name: 'sold_on' },
      ],
      codec: 'snappy',
      encodings: 'smallest',
      rowGroupBytes: 64 * 1024 * 1024,
      limits: {
        recordBytes: 1024 * 1024,
        fieldBytes: 64 * 1024,
        columns: 100,
        sourceBytes: 2_500_000_000,
        compressionRatio: 20,
        partitions: 5,
      },
      afterConvert: 'archive',
      onSourceDelete: 'keep',
      readyMarker: 'all.done',
    }
    expect(readDatasetFile(text, 'sales.yaml')).toEqual(expected)
  })

  it('takes the quote as its own escape, and no escape without a quote', () => {
    const dialectOf = (csv: string) => readDatasetFile(`dataset: a\nmatch: a\ncsv: ${csv}\n`, 'a.yaml').dialect
    expect(dialectOf(`{ quote: "'" }`)).toMatchObject({ quote: "'", escape: "'" })
    expect(dialectOf('{ quote: none }')).toMatchObject({ quote: undefined, escape: undefined })
    expect(dialectOf('{ comment: none }')).toMatchObject({ comment: undefined })
  })

  it('counts fields where there is no header: as given, else by the place in the list', () => {
    const { columns } = readDatasetFile(
      'dataset: a\nmatch: a\ncsv: { header: false }\ncolumns: [{ name: x, type: int, source: 3 }, { name: y, type: int }]',
      'a.yaml',
    )
    expect(columns?.map(column => column.source)).toEqual(['column 3', 'column 2'])
  })

  it('follows anchors and aliases, comments, tags of strings, CRLF and a byte order mark', () => {
    const text = '\ufeff# sales\r\ndataset: &name sales # the name\r\nmatch: *name\r\nnullTokens: !!str 1\r\n'
    expect(readDatasetFile(text, 'a.yaml')).toMatchObject({ name: 'sales', match: ['sales'], nullTokens: ['1'] })
  })

  it('lists all problems in the order of their lines, each with the file’s name, in one failure', () => {
    const text = 'dataset: sales\nmatch: a\nonBadRow: skip\ncolumns:\n  - { name: a, type: int }\n  - { name: A, type: text }\ncolums: []\n'
    const failure = failureOf(() => readDatasetFile(text, 'schemas/sales.yaml'))
    expect(failure.code).toBe('DATASET_FILE_INVALID')
    expect(failure.data.detail?.split('\n')).toEqual([
      'schemas/sales.yaml line 3: onBadRow: expected fail or reject; got "skip"',
      `schemas/sales.yaml line 6: columns.type: expected ${types} or decimal(p,s) with p from 1 to 38 and s from 0 to p; got "text"; did you mean "string"?`,
      'schemas/sales.yaml line 6: columns.name: "A" is already the name of the column in line 5, case ignored',
      'schemas/sales.yaml line 7: unknown key "colums"; did you mean "columns"?',
    ])
  })

  it('escapes and cuts what it shows of a file', () => {
    const [problem] = problemLines(`dataset: "a\\e[31m${'x'.repeat(200)}"\nmatch: a\n`)
    expect(problem).toContain(`got "a\\u001b[31m${'x'.repeat(58)}…"`)
  })
})

// What stands above the line in question is always `dataset: a` and `match: a`, so that line 3 is the first of the case.
const refused: [name: string, text: string, ...problems: string[]][] = [
  // Keys
  [
    'an unknown key',
    'colour: red',
    'line 3: unknown key "colour"; known here: dataset, match, columns, csv, nullTokens, onBadRow, maxRejects, missingColumns, extraColumns, partitionBy, codec, encodings, rowGroupSize, limits, afterConvert, onSourceDelete, readyMarker',
  ],
  ['a misspelt key', 'partitionby: a', 'line 3: unknown key "partitionby"; did you mean "partitionBy"?'],
  ['an unknown key of csv', 'csv:\n  delimeter: ";"', 'line 4: csv: unknown key "delimeter"; did you mean "delimiter"?'],
  [
    'an unknown key of a column',
    'columns:\n  - name: a\n    type: int\n    nulable: true',
    'line 6: columns: unknown key "nulable"; did you mean "nullable"?',
  ],
  [
    'an unknown key of limits',
    'limits: { rows: 3 }',
    'line 3: limits: unknown key "rows"; known here: recordBytes, fieldBytes, columns, sourceBytes, compressionRatio, partitions',
  ],
  [
    'an unknown key of a partition',
    'columns: [{ name: a, type: int }]\npartitionBy:\n  - { column: a, transfrom: day }',
    'line 5: partitionBy: unknown key "transfrom"; did you mean "transform"?',
  ],
  ['keys of the prototype', '__proto__: 1\nconstructor: 2', 'line 3: unknown key "__proto__"', 'line 4: unknown key "constructor"'],
  ['a merge key', 'csv: { <<: a }', 'line 3: csv: unknown key "<<"'],
  ['a key given twice', 'codec: zstd\n\ncodec: gzip', 'line 5: the key "codec" is given twice, first in line 3'],
  ['a key that is no name', '? [a, b]\n: c', 'line 3: a key must be a plain name'],
  ['a missing key of a column', 'columns:\n  - name: a\n    type: int\n  - name: b', 'line 6: columns: the key "type" is missing'],

  // Values
  [
    'a word for another',
    'codec: lz4',
    'line 3: codec: expected zstd, snappy, gzip, brotli, lz4_raw or none, with a level if need be: zstd-1 to zstd-22, gzip-1 to gzip-9, brotli-0 to brotli-11; got "lz4"',
  ],
  [
    'outputs to remove after a source that is put away',
    'onSourceDelete: remove\nafterConvert: delete',
    'line 3: onSourceDelete: has no meaning with afterConvert: delete, which puts the source away; leave one of them out',
  ],
  [
    'a marker in another folder',
    'readyMarker: done/_SUCCESS',
    'line 3: readyMarker: expected the name of a file, such as _SUCCESS, without a slash; got "done/_SUCCESS"',
  ],
  [
    'a misspelt word',
    'afterConvert: archiv',
    'line 3: afterConvert: expected keep, archive or delete; got "archiv"; did you mean "archive"?',
  ],
  [
    'nothing',
    'codec:',
    'line 3: codec: expected zstd, snappy, gzip, brotli, lz4_raw or none, with a level if need be: zstd-1 to zstd-22, gzip-1 to gzip-9, brotli-0 to brotli-11; got nothing',
  ],
  [
    'nothing, lines above more',
    'codec:\n\n# more\nonBadRow: fail',
    'line 3: codec: expected zstd, snappy, gzip, brotli, lz4_raw or none, with a level if need be: zstd-1 to zstd-22, gzip-1 to gzip-9, brotli-0 to brotli-11; got nothing',
  ],
  [
    'a list for a word',
    'codec: [zstd]',
    'line 3: codec: expected zstd, snappy, gzip, brotli, lz4_raw or none, with a level if need be: zstd-1 to zstd-22, gzip-1 to gzip-9, brotli-0 to brotli-11; got a list',
  ],
  [
    'a word for a mapping',
    'csv: tabs',
    'line 3: csv: expected the keys delimiter, quote, escape, comment, header, encoding, skipLines, footerLines, ragged; got "tabs"',
  ],
  ['a mapping for a list', 'columns: { a: int }', 'line 3: columns: expected a list; got a mapping'],
  [
    'a word for a column',
    'columns:\n  - { name: a, type: int }\n  - b',
    'line 5: columns: expected the keys name and type, and others as needed; got "b"',
  ],
  [
    'a bloom filter for floating point',
    'columns:\n  - { name: a, type: double, bloomFilter: true }',
    'line 4: columns.bloomFilter: there is none for a column of type double',
  ],
  [
    'a bloom filter that is hardly one',
    'columns:\n  - { name: a, type: int, bloomFilter: { falsePositives: 0.9 } }',
    'line 4: columns.bloomFilter.falsePositives: expected a number from 0.0001 to 0.5, such as 0.01; got "0.9"',
  ],
  ['an empty list', 'columns: []', 'line 3: columns: the list is empty; leave the key out instead'],
  ['a flag in another language', 'csv: { header: yes }', 'line 3: csv.header: expected true or false; got "yes"'],
  [
    'a size out of bounds',
    'rowGroupSize: 1 KiB',
    'line 3: rowGroupSize: expected a size from 64 KiB to 2 GiB, such as 64 MiB; got "1 KiB"',
  ],
  [
    'a size out of smaller bounds',
    'limits: { fieldBytes: 0 }',
    'line 3: limits.fieldBytes: expected a size from 1 to 32 MiB, such as 16 MiB; got "0"',
  ],
  ['a size of an unknown unit', 'rowGroupSize: 64 megabytes', 'line 3: rowGroupSize: expected a size'],
  ['a count that is none', 'limits:\n  partitions: -1', 'line 4: limits.partitions: expected a whole number from 1 to 100000; got "-1"'],
  [
    'a percentage above 100',
    'onBadRow: reject\nmaxRejects: 101%',
    'line 4: maxRejects: expected a number of records such as 100, or a percentage such as 0.5%; got "101%"',
  ],
  ['a null token of nothing', 'nullTokens:\n  - NA\n  - ""', 'line 5: nullTokens: expected a text that means null; got nothing'],

  // Types
  ['another system’s type', 'columns: [{ name: a, type: BIGINT }]', 'line 3: columns.type: expected boolean, int'],
  ['a decimal of no digits', 'columns:\n  - name: a\n    type: decimal(0,0)', 'line 5: columns.type: expected boolean, int'],
  ['a decimal of too many digits', 'columns:\n  - name: a\n    type: decimal(39,2)', 'line 5: columns.type: expected boolean, int'],
  [
    'a decimal with more behind the point than in all',
    'columns:\n  - name: a\n    type: decimal(4,5)',
    'line 5: columns.type: expected boolean, int',
  ],
  [
    'a decimal cut by a comma',
    'columns:\n  - { name: a, type: decimal(4,2) }',
    'line 4: columns.type: expected boolean, int',
    'line 4: columns: unknown key "2)"',
  ],
  [
    'a format where there is none',
    'columns:\n  - name: a\n    type: string\n    format: hex',
    'line 6: columns.format: only dates, times and binary columns have a format; this one is string',
  ],

  // Columns among each other
  [
    'a column twice',
    'columns:\n  - { name: a, type: int }\n\n  - { name: a, type: int, source: b }',
    'line 6: columns.name: "a" is already the name of the column in line 4, case ignored',
  ],
  [
    'columns that differ in case only',
    'columns:\n  - { name: Größe, type: int }\n  - { name: GRÖSSE, type: int }\n  - { name: gRÖßE, type: int }',
    'line 6: columns.name: "gRÖßE" is already the name of the column in line 4, case ignored',
  ],
  [
    'a source read twice',
    'columns:\n  - { name: a, type: int }\n  - { name: b, type: int, source: a }',
    'line 5: columns.source: "a" is already read by the column in line 4',
  ],
  [
    'a source read twice, once by default',
    'columns:\n  - { name: b, type: int, source: a }\n  - { name: a, type: int }',
    'line 5: columns: "a" is already read by the column in line 4',
  ],
  [
    'a name as source without a header',
    'csv: { header: false }\ncolumns:\n  - { name: b, type: int, source: b }',
    'line 5: columns.source: expected the number of a field, counted from 1, since csv.header is false; got "b"',
  ],
  [
    'field 0',
    'csv: { header: false }\ncolumns:\n  - { name: b, type: int, source: 0 }',
    'line 5: columns.source: expected the number of a field',
  ],
  [
    'a field read twice',
    'csv: { header: false }\ncolumns:\n  - { name: a, type: int, source: 2 }\n  - { name: b, type: int }',
    'line 6: columns: field 2 is already read by the column in line 5',
  ],

  // Marks
  [
    'a mark of two characters',
    'csv: { delimiter: "||" }',
    'line 3: csv.delimiter: expected one ASCII character in quotes, such as ";" or "\\t"; got "||"',
  ],
  [
    'a mark beyond ASCII',
    'csv: { quote: "«" }',
    'line 3: csv.quote: expected one ASCII character in quotes, such as "\'", or none; got "«"',
  ],
  [
    'a line break as mark',
    'csv: { delimiter: "\\n" }',
    'line 3: csv.delimiter: expected one ASCII character in quotes, such as ";" or "\\t"; got "\\u000a"',
  ],
  [
    'a tab without quotes',
    'csv: { delimiter: \\t }',
    'line 3: csv.delimiter: expected one ASCII character in quotes, such as ";" or "\\t"; got "\\\\t"; did you mean "\\t", in double quotes?',
  ],
  ['a delimiter that is the quote', "csv:\n  delimiter: '\"'", 'line 4: csv.delimiter: "\\"" is also the quote'],
  ['a quote that is the delimiter', 'csv:\n  quote: ","', 'line 4: csv.quote: "," is also the delimiter'],
  ['an escape that is the delimiter', 'csv: { escape: "," }', 'line 3: csv.escape: "," is also the delimiter'],
  ['a comment that is the quote', "csv: { comment: '\"' }", 'line 3: csv.comment: "\\"" is also the quote'],
  ['a comment that is the escape', 'csv:\n  escape: "#"\n  comment: "#"', 'line 5: csv.comment: "#" is also the escape'],
  [
    'an escape without a quote',
    'csv:\n  quote: none\n  escape: "\\\\"',
    'line 5: csv.escape: has no meaning with csv.quote: none; leave it out',
  ],

  // Settings without effect
  [
    'maxRejects without reject',
    'maxRejects: 5',
    'line 3: maxRejects: has no meaning without onBadRow: reject; add it, or leave maxRejects out',
  ],
  [
    'column policies without columns',
    'missingColumns: null\nextraColumns: ignore',
    'line 3: missingColumns: has no meaning without columns; declare them, or leave it out',
    'line 4: extraColumns: has no meaning without columns; declare them, or leave it out',
  ],

  // Partitions
  ['partitions without columns', 'partitionBy: day(a)', 'line 3: partitionBy: needs declared columns; add columns'],
  [
    'a partition by no column',
    'columns: [{ name: country, type: string }]\npartitionBy:\n  - contry',
    'line 5: partitionBy: no column "contry" is declared; did you mean "country"?',
  ],
  [
    'a partition in another case',
    'columns: [{ name: country, type: string }]\npartitionBy: Country',
    'line 4: partitionBy: no column "Country" is declared; did you mean "country"?',
  ],
  [
    'a day of no time',
    'columns: [{ name: a, type: time }]\npartitionBy: day(a)',
    'line 4: partitionBy: day needs a date or timestamp column; this one is time',
  ],
  [
    'an hour of a date',
    'columns: [{ name: a, type: date }]\npartitionBy: { column: a, transform: hour }',
    'line 4: partitionBy: hour needs a timestamp column; this one is date',
  ],
  [
    'a partition by a double',
    'columns: [{ name: a, type: double }]\npartitionBy: a',
    'line 4: partitionBy: a double column cannot name a folder; choose a column of another type',
  ],
  [
    'a partition by a float',
    'columns: [{ name: a, type: float }]\npartitionBy: a',
    'line 4: partitionBy: a float column cannot name a folder',
  ],
  [
    'a partition by bytes',
    'columns: [{ name: a, type: binary }]\npartitionBy: a',
    'line 4: partitionBy: a binary column cannot name a folder',
  ],
  [
    'an unknown transform, short',
    'columns: [{ name: a, type: date }]\npartitionBy: week(a)',
    'line 4: partitionBy: expected a column, or year, month, day or hour of one, as in day(sold_at); got "week(a)"',
  ],
  [
    'an unknown transform, long',
    'columns: [{ name: a, type: double }]\npartitionBy:\n  - column: a\n    transform: weekly',
    'line 6: partitionBy.transform: expected identity, year, month, day or hour; got "weekly"',
  ],
  [
    'a folder name twice',
    'columns: [{ name: a, type: date }, { name: b, type: date }]\npartitionBy:\n  - day(a)\n  - day(b)',
    'line 6: partitionBy: the folder name "day" is already used; give one of them another name',
  ],
  [
    'a folder name that is a column’s',
    'columns: [{ name: a, type: date }, { name: Day, type: int }]\npartitionBy: day(a)',
    'line 4: partitionBy: the folder name "day" is also the name of a column; give it another name',
  ],

  // YAML
  ['broken YAML', 'csv: { delimiter: ";"\ncodec: zstd', 'line 4: '],
  [
    'broken YAML, of which the rest is only the echo',
    '$ infer my.csv\ncodec: zstd\ncolumns:\n  - { name: id, type: int }\n[exit 0]',
    'line 3: ',
  ],
  ['tabs as indentation', 'csv:\n\theader: true', 'line 4: Tabs are not allowed as indentation'],
  ['two documents', 'codec: zstd\n---\ncodec: gzip', 'line 4: Source contains multiple documents'],
  [
    'a reference to nothing, as a glob without quotes is',
    'codec: *.csv',
    'line 3: codec: *.csv refers to no anchor above it; a text that begins with * needs quotes: "*.csv"',
  ],
  ['a tag that says something else', 'codec: !!int zstd', 'line 3: Unresolved tag'],
]

describe('readDatasetFile refuses', () => {
  it.each(refused)('%s', (_, text, ...problems) => {
    const lines = problemLines(`dataset: a\nmatch: a\n${text}`)
    expect(lines).toHaveLength(problems.length)
    problems.forEach((problem, index) => {
      expect(lines[index]?.slice(0, problem.length)).toBe(problem)
    })
  })

  it.each([
    ['nothing at all', '', 'line 1: expected the keys dataset and match, and others as needed; got '],
    ['only remarks', '# a\n# b\n', 'line 1: expected the keys dataset and match, and others as needed; got '],
    ['a list', '- a\n', 'line 1: expected the keys dataset and match, and others as needed; got '],
    ['UTF-16', 'dataset: a\nmatch: a\n'.split('').join('\0'), 'line 1: it is not UTF-8, but UTF-16, it seems; save it as UTF-8'],
    ['no dataset', '\nmatch: a', 'line 2: the key "dataset" is missing'],
    ['no match', '\ndataset: a', 'line 2: the key "match" is missing'],
    ['a name with a slash', 'match: a\ndataset: a/b', 'line 2: dataset: expected a name of letters, digits, "_", "-" and "."; got "a/b"'],
    ['a glob with a leading slash', 'dataset: a\nmatch:\n  - a\n  - /b', 'line 4: match: expected a glob on keys below the input prefix'],
    ['a glob without an end', 'dataset: a\nmatch: "a{b"', 'line 2: match: expected a glob on keys below the input prefix'],
  ])('a file of %s', (_, text, problem) => {
    const lines = problemLines(text)
    expect(lines).toHaveLength(1)
    expect(lines[0]?.slice(0, problem.length)).toBe(problem)
  })

  it('draws no conclusions from what was wrong', () => {
    const text = 'dataset: a\nmatch: a\nonBadRow: rejct\nmaxRejects: 5\ncolumns:\n  - { name: "", type: int }\npartitionBy: b\n'
    expect(problemLines(text)).toEqual([
      'line 3: onBadRow: expected fail or reject; got "rejct"; did you mean "reject"?',
      'line 6: columns.name: expected a name; got nothing',
    ])
  })
})
