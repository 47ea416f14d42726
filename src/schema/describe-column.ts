// What a column's values should look like, for messages: `decimal(10,2)`, `date as %d.%m.%Y`, `long with "." between thousands`.

import { shown } from '../failure/sentence.ts'
import { type ColumnType, formatType } from './column-type.ts'
import type { WrittenAs } from './written-as.ts'

export function describeColumn({
  type,
  format,
  zone,
  decimal,
  thousands,
  trueWords,
  falseWords,
}: WrittenAs & { type: ColumnType }): string {
  const listed = (words: readonly string[]) => words.map(shown).join(' or ')
  return [
    formatType(type),
    ...(format === undefined || type.name === 'binary' ? [] : [`as ${format}`]),
    ...(zone === undefined ? [] : [`in ${zone}`]),
    ...(decimal === undefined ? [] : [`with ${shown(decimal)} as decimal mark`]),
    ...(thousands === undefined ? [] : [`with ${shown(thousands)} between thousands`]),
    ...(trueWords && falseWords ? [`written ${listed(trueWords)}, ${listed(falseWords)}`] : []),
  ].join(' ')
}
