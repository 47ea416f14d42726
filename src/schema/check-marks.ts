// The marks of a dialect must differ, or no parser could tell them apart.

import { shown } from '../failure/sentence.ts'
import { buildDialect } from './build-dataset.ts'
import type { CsvEntry, DatasetFile } from './dataset-file-shape.ts'
import type { Dialect } from './dialect.ts'
import { isBroken, type YamlPlaces } from './yaml-places.ts'

const MARK_NAMES = ['delimiter', 'quote', 'escape', 'comment'] as const
type MarkName = (typeof MARK_NAMES)[number]

export function checkMarks({ csv }: DatasetFile, places: YamlPlaces): void {
  if (csv === undefined || MARK_NAMES.some(name => isBroken(places, `csv.${name}`, csv[name]))) return
  const dialect = buildDialect(csv)
  if (csv.escape !== undefined && dialect.quote === undefined)
    places.complain('csv.escape', 'has no meaning with csv.quote: none; leave it out')
  checkDifferent(csv, marksOf(dialect), places)
}

/** Only the escape may equal the quote (a doubled quote), and then it is no mark of its own. */
function marksOf(dialect: Dialect): [MarkName, string][] {
  const names = MARK_NAMES.filter(name => name !== 'escape' || dialect.escape !== dialect.quote)
  return names.flatMap((name): [MarkName, string][] => (dialect[name] === undefined ? [] : [[name, dialect[name]]]))
}

function checkDifferent(csv: CsvEntry, marks: readonly [MarkName, string][], places: YamlPlaces): void {
  const owners = new Map<string, MarkName>()
  for (const [name, mark] of marks) {
    const owner = owners.get(mark)
    if (owner === undefined) owners.set(mark, name)
    else if (csv[name] === undefined) places.complain(`csv.${owner}`, `${shown(mark)} is also the ${name}`)
    else places.complain(`csv.${name}`, `${shown(mark)} is also the ${owner}`)
  }
}
