// What a dataset file may say about how values are written, and what it is told when it says something else.

import { readDatasetFile } from '../../src/schema/dataset-file.ts'
import { failureOf } from './problem-lines.ts'

const file = (column: string) => `dataset: x\nmatch: x\ncolumns:\n  - { name: a, ${column} }\n`
const problemsOf = (column: string) => failureOf(() => readDatasetFile(file(column), 'x.yaml')).data.detail

it.each<[string, object]>([
  ['type: date, format: "%d.%m.%Y"', { format: '%d.%m.%Y' }],
  ['type: time, format: "%I:%M %p"', { format: '%I:%M %p' }],
  ['type: timestamp, format: "%D %R"', { format: '%D %R' }],
  ['type: timestamptz, format: "%d/%b/%Y:%T %z"', { format: '%d/%b/%Y:%T %z' }],
  ['type: timestamptz, format: unix-seconds', { format: 'unix-seconds' }],
  [
    'type: timestamptz, format: "%F %T", zone: Europe/Berlin, ambiguousTimes: earlier',
    { zone: 'Europe/Berlin', ambiguousTimes: 'earlier' },
  ],
  ['type: timestamptz, zone: "+05:30"', { zone: '+05:30' }],
  ['type: double, decimal: ",", thousands: "."', { decimal: ',', thousands: '.' }],
  ['type: int, thousands: "\\u202f"', { thousands: '\u202f' }],
  ['type: boolean, trueWords: [ja, 1], falseWords: nein', { trueWords: ['ja', '1'], falseWords: ['nein'] }],
  ['type: string, nullTokens: ""', { nullTokens: [''] }],
])('{ %s } is taken', (column, expected) => {
  expect(readDatasetFile(file(column), 'x.yaml').columns![0]).toMatchObject(expected)
})

it.each([
  [
    'type: date, format: "%d.%m.%Q"',
    '"%d.%m.%Q": %Q is not known; known here: %Y %y %m %b %d %a %H %I %p %M %S %f %z %B %A %T %R %F %D %e %%',
  ],
  ['type: date, format: "dd.MM.yyyy"', '"dd.MM.yyyy": expected directives such as %Y-%m-%d, or unix-seconds, unix-millis, unix-micros'],
  ['type: date, format: "%d.%m"', '"%d.%m": the year is missing (%Y or %y)'],
  ['type: date, format: "%d.%m.%Y %H:%M"', '"%d.%m.%Y %H:%M": a date has no hour (%H); make the column a timestamp'],
  ['type: date, format: "%d.%m.%Y %y"', '"%d.%m.%Y %y": the year is given twice, as %Y and %y'],
  ['type: date, format: "%d%"', '"%d%": a % stands at the end; write %% for the character itself'],
  ['type: time, format: "%I:%M"', '"%I:%M": %I needs %p'],
  ['type: time, format: "%H:%S"', '"%H:%S": the minute is missing (%M)'],
  ['type: timestamp, format: "%F %M"', '"%F %M": it has a minute but no hour'],
  ['type: timestamp, format: "%F %H"', '"%F %H": it has an hour but no minute'],
  ['type: timestamp, format: "%F %T%z"', '"%F %T%z": a timestamp has no zone (%z); make the column timestamptz'],
  ['type: timestamptz, format: "%F %T"', '"%F %T": nothing says which zone: add %z, or set zone'],
  ['type: timestamptz, format: "%F %T %Z"', '"%F %T %Z": %Z is not known: names of zones are ambiguous; set zone, or use %z for offsets'],
  ['type: timestamptz, format: "%F %T%z", zone: UTC', '"%F %T%z": %z and zone both say which zone; leave one out'],
  ['type: date, format: unix-seconds', '"unix-seconds": Unix time is for timestamp and timestamptz; this column is date'],
  ['type: binary, format: hexx', 'expected utf8, hex, base64 for binary; got "hexx"; did you mean "hex"?'],
])('{ %s } is refused: %s', (column, problem) => {
  expect(problemsOf(column)).toBe(`x.yaml line 4: columns.format: ${problem}`)
})

it.each([
  ['type: timestamp, zone: UTC', 'columns.zone: only timestamptz columns have a zone; this one is timestamp'],
  [
    'type: timestamptz, zone: Europe/Berln',
    'columns.zone: expected an IANA zone such as Europe/Berlin, or an offset such as +01:00; got "Europe/Berln"; did you mean "Europe/Berlin"?',
  ],
  ['type: timestamptz, format: unix-seconds, zone: UTC', 'columns.zone: Unix time is UTC; leave zone out'],
  ['type: timestamptz, ambiguousTimes: later', 'columns.ambiguousTimes: has no meaning without zone; add it, or leave this out'],
  ['type: int, decimal: ","', 'columns.decimal: only decimal, float and double columns have a decimal mark; this one is int'],
  ['type: double, decimal: "_"', 'columns.decimal: expected "." or ","; got "_"'],
  ['type: double, thousands: "."', 'columns.thousands: "." is also the decimal mark; set decimal too'],
  ['type: double, decimal: ",", thousands: ","', 'columns.thousands: "," is also the decimal mark'],
  [
    'type: double, thousands: x',
    'columns.thousands: expected one of . , \' _, a space, a no-break space (U+00A0, U+202F), or ’, in quotes; got "x"',
  ],
  ['type: boolean, trueWords: ja', 'columns.trueWords: needs falseWords: with either of them no other words are known'],
  ['type: boolean, trueWords: [a, b], falseWords: [c, b]', 'columns.falseWords: "b" is also among trueWords'],
  [
    'type: boolean, trueWords: [ja, x], falseWords: [nein, "-"], nullTokens: ["-"]',
    'columns.falseWords: "-" is also among nullTokens, and would be null',
  ],
  ['type: string, trueWords: a, falseWords: b', 'columns.trueWords: only boolean columns have trueWords; this one is string'],
])('{ %s } is refused: %s', (column, problem) => {
  expect(problemsOf(column)?.split('\n')).toContain(`x.yaml line 4: ${problem}`)
})

it('a word for true or false that the dataset takes for null is refused, unless the column has null tokens of its own', () => {
  const text = (column: string) => `${file(column)}nullTokens: [NA, X]\n`
  const words = 'type: boolean, trueWords: X, falseWords: O'
  expect(failureOf(() => readDatasetFile(text(words), 'x.yaml')).data.detail).toBe(
    'x.yaml line 4: columns.trueWords: "X" is also among nullTokens, and would be null; give the column nullTokens of its own ("" for none)',
  )
  expect(readDatasetFile(text(`${words}, nullTokens: ""`), 'x.yaml').columns![0]).toMatchObject({ trueWords: ['X'], nullTokens: [''] })
})
