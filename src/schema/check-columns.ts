// Rules about the declared columns: no two share a name or a source, and each source fits the header setting.

import { shown } from '../failure/sentence.ts'
import { buildDialect, sourceOf } from './build-dataset.ts'
import { checkNullTokens, checkWrittenAs } from './check-written-as.ts'
import { formatType } from './column-type.ts'
import type { ColumnEntry, DatasetFile } from './dataset-file-shape.ts'
import { fieldOrdinal } from './field-ordinal.ts'
import { isBroken, type YamlPlaces } from './yaml-places.ts'

export function checkColumns(file: DatasetFile, places: YamlPlaces): void {
  const { header } = buildDialect(file.csv ?? {})
  const names = new Map<string, string>() // folded name → path of the column that took it
  const sources = new Map<string, string>()
  for (const [index, column] of (file.columns ?? []).entries()) {
    if (column === undefined) continue
    const path = `columns.${index}`
    checkName(column, path, names, places)
    checkSource(column, index, header, sources, places)
    checkBloomFilter(column, path, places)
    if (column.type !== undefined) checkWrittenAs(column, column.type, path, places)
    checkNullTokens(column, file.nullTokens, path, places)
  }
}

/** Athena and Glue fold the case of names, so names that differ in nothing else would be one column there. */
function checkName(column: ColumnEntry, path: string, taken: Map<string, string>, places: YamlPlaces): void {
  if (column.name === undefined) return
  const folded = column.name.toLowerCase()
  const first = taken.get(folded)
  if (first === undefined) taken.set(folded, path)
  else
    places.complain(`${path}.name`, `${shown(column.name)} is already the name of the column in line ${places.lineOf(first)}, case ignored`)
}

function checkSource(column: ColumnEntry, index: number, header: boolean, taken: Map<string, string>, places: YamlPlaces): void {
  const path = `columns.${index}`
  const source = sourceOf(column, index, header)
  if (source === undefined || isBroken(places, `${path}.source`, column.source)) return
  const sourcePath = column.source === undefined ? path : `${path}.source`
  const first = taken.get(source)
  if (!header && fieldOrdinal(`column ${source}`) === undefined)
    places.complain(sourcePath, `expected the number of a field, counted from 1, since csv.header is false; got ${shown(source)}`)
  else if (first === undefined) taken.set(source, path)
  else
    places.complain(
      sourcePath,
      `${header ? shown(source) : `field ${source}`} is already read by the column in line ${places.lineOf(first)}`,
    )
}

/** Of a boolean it says nothing; of floating point readers disagree on which values are equal. */
function checkBloomFilter({ type, bloomFilter }: ColumnEntry, path: string, places: YamlPlaces): void {
  if (type === undefined || bloomFilter === undefined || bloomFilter === false) return
  if (!['boolean', 'float', 'double'].includes(type.name)) return
  places.complain(`${path}.bloomFilter`, `there is none for a column of type ${formatType(type)}`)
}
