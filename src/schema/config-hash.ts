// A name for everything that shapes an output beside its source: two conversions of the same bytes with equal hashes give equal files.

import { zoneFingerprint } from '../kernel/zone-offset.ts'
import { type Column, type ConversionOptions, defaultConversionOptions } from './dataset.ts'
import { sha256 } from './sha256.ts'

/**
 * 64 hexadecimal digits. The order of keys and of null tokens does not matter, the order of columns and partitions does.
 * Left out is what only decides whether there is an output (limits, but for those that reject records), and what comes after (afterConvert).
 * @param columns undefined when they are inferred
 */
export function configHash(options: ConversionOptions, columns: readonly Column[] | undefined): string {
  // A setting that came later is left out where it is its default, so that the hashes in ledgers stay what they are.
  const encodings = unless(defaultConversionOptions.encodings, options.encodings)
  const { fieldBytes } = options.limits
  const { dialect, onBadRow, maxRejects, missingColumns, extraColumns, partitionBy, codec, rowGroupBytes } = options
  const nullTokens = [...new Set(options.nullTokens)].sort()
  const shape = {
    dialect,
    nullTokens,
    onBadRow,
    maxRejects,
    missingColumns,
    extraColumns,
    partitionBy,
    codec,
    encodings,
    rowGroupBytes,
    fieldBytes,
  }
  return sha256(canonicalJson({ ...shape, columns: columns?.map(described) }))
}

const unless = <T>(standard: T, value: T): T | undefined => (value === standard ? undefined : value)

/** What stands when nothing is said is spelt out or left out; a zone is what its clocks show, which Node's database may change. */
function described({ decimal, ambiguousTimes, ...column }: Column): object {
  return {
    ...column,
    ...(column.type.name === 'binary' && column.format === undefined && { format: 'utf8' }),
    ...(decimal !== undefined && decimal !== '.' && { decimal }),
    ...(column.zone !== undefined && { zoneRules: zoneFingerprint(column.zone), ambiguousTimes: ambiguousTimes ?? 'fail' }),
  }
}

/** JSON with sorted keys; keys without a value are left out. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )
}
