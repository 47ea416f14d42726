// What to declare where one value keeps a column text, though people would read it as something else. Inference takes nothing for granted that a file
// does not prove.

import { cellKind } from '../../csv/cell-kind.ts'
import { shown } from '../../failure/sentence.ts'

/** By the first that fits. */
const hints: readonly [RegExp, string, string][] = [
  [/^[+-]?\d{1,3}(,\d{3})+\.\d+$/, 'commas stand between thousands', 'type: double, thousands: ","'],
  [/^[+-]?[1-9]\d{0,2}(,\d{3}){2,}$/, 'commas stand between thousands', 'type: long, thousands: ","'],
  [
    /^[+-]?[1-9]\d{0,2},\d{3}$/,
    'the comma stands between thousands',
    'type: long, thousands: ","; if it is a decimal comma: type: double, decimal: ","',
  ],
  [/^[+-]?\d{1,3}(\.\d{3})+,\d+$/, 'that is a number', 'type: double, decimal: ",", thousands: "."'],
  [/^[+-]?\d+,\d+$/, 'that is a decimal comma', 'type: double, decimal: ","'],
  [/^\d{4}-\d\d-\d\d[T ][\d:.]+(Z|[+-]\d\d:?\d\d)$/, 'all are times of that kind', 'type: timestamptz'],
  [/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?$/, 'all are times of that kind', 'type: timestamp'],
  [/^\d\d?\.\d\d?\.\d\d$/, 'that is a date', 'type: date, format: "%d.%m.%y"'],
  [/^\d\d?\/\d\d?\/\d\d$/, 'that is a date', 'type: date, format: "%m/%d/%y" or "%d/%m/%y"'],
]

/** Empty, or with a semicolon in front. */
export function typeHint(value: string): string {
  if (value !== '' && cellKind(value) === 'empty') return `; if it stands for no value, declare it: nullTokens: [${shown(value)}]`
  const [, what, how] = hints.find(([pattern]) => pattern.test(value)) ?? []
  return what === undefined ? '' : `; if ${what}, declare it: ${how}`
}
