// Rules about partitionBy: it names declared columns, the transform fits the type, and no folder name is taken.

import { shown } from '../failure/sentence.ts'
import { partitionName, transformOf } from './build-dataset.ts'
import { didYouMean } from './closest-name.ts'
import { type ColumnType, formatType } from './column-type.ts'
import type { PartitionTransform } from './dataset.ts'
import type { ColumnEntry, DatasetFile, PartitionEntry } from './dataset-file-shape.ts'
import { isBroken, type YamlPlaces } from './yaml-places.ts'

type Columns = NonNullable<DatasetFile['columns']>

export function checkPartitions(file: DatasetFile, places: YamlPlaces): void {
  const { partitionBy = [], columns } = file
  if (partitionBy.length > 0 && places.lineOf('columns') === undefined)
    places.complain('partitionBy', 'needs declared columns; add columns')
  if (columns === undefined) return
  const names = new Set<string>() // folded folder names
  for (const [index, entry] of partitionBy.entries()) {
    const path = `partitionBy.${index}`
    if (entry === undefined || isBrokenEntry(entry, path, places)) continue
    if (checkColumn(entry, path, columns, places)) checkFolderName(entry, path, columns, names, places)
  }
}

function isBrokenEntry(entry: PartitionEntry, path: string, places: YamlPlaces): boolean {
  const { column, transform, name }: { column?: unknown; transform?: unknown; name?: unknown } = entry
  return Object.entries({ column, transform, name }).some(([key, value]) => isBroken(places, `${path}.${key}`, value))
}

/** Whether the entry names a declared column. */
function checkColumn(entry: PartitionEntry, path: string, columns: Columns, places: YamlPlaces): boolean {
  const names = columns.flatMap(column => column?.name ?? [])
  const column = columns.find(candidate => candidate?.name === entry.column)
  if (column?.type !== undefined) checkTransform(transformOf(entry), column.type, path, places)
  const allNamesKnown = names.length === columns.length
  if (column === undefined && allNamesKnown && entry.column !== undefined)
    places.complain(path, `no column ${shown(entry.column)} is declared${didYouMean(entry.column, names)}`)
  return column !== undefined
}

function checkTransform(transform: PartitionTransform, type: ColumnType, path: string, places: YamlPlaces): void {
  if (fits(transform, type)) return
  const typeName = formatType(type)
  if (transform === 'identity') places.complain(path, `a ${typeName} column cannot name a folder; choose a column of another type`)
  else places.complain(path, `${transform} needs a ${transform === 'hour' ? '' : 'date or '}timestamp column; this one is ${typeName}`)
}

/** Floating-point values are no identities (NaN, -0), and bytes make no folder name. */
function fits(transform: PartitionTransform, type: ColumnType): boolean {
  if (transform === 'identity') return !['float', 'double', 'binary'].includes(type.name)
  return ['timestamp', 'timestamptz', ...(transform === 'hour' ? [] : ['date'])].includes(type.name)
}

/** Readers see folder names as columns beside those of the file, case ignored. */
function checkFolderName(entry: PartitionEntry, path: string, columns: Columns, taken: Set<string>, places: YamlPlaces): void {
  const name = partitionName(entry)
  if (name === undefined) return
  const folded = name.toLowerCase()
  if (taken.has(folded)) places.complain(path, `the folder name ${shown(name)} is already used; give one of them another name`)
  else if (columns.some(column => hidesColumn(column, folded, entry)))
    places.complain(path, `the folder name ${shown(name)} is also the name of a column; give it another name`)
  taken.add(folded)
}

/** A column may name a folder by its own value. */
const hidesColumn = (column: ColumnEntry | undefined, folded: string, entry: PartitionEntry): boolean =>
  column?.name?.toLowerCase() === folded && !(column.name === entry.column && transformOf(entry) === 'identity')
