// How a column's values are written → where the kernel finds it, laid out as kernel/column-as-written.ts says.

import type { Kernel } from '../kernel/kernel.ts'
import type { Address, ColumnHandle } from '../kernel/kernel-exports.ts'
import type { ColumnType } from '../schema/column-type.ts'
import { type Directive, type PatternStep, parseTimePattern, type UnixTime } from '../schema/time-pattern.ts'
import { isWrittenOtherwise, type WrittenAs } from '../schema/written-as.ts'

/** The operations of kernel/canonical-time.ts. */
const OPERATIONS = { Y: 1, y: 2, m: 3, b: 4, d: 5, a: 6, H: 7, I: 8, p: 9, M: 10, S: 11, f: 12, z: 13 } as const satisfies Record<
  Directive,
  number
>
const literalOperation = 0

const UNIX_SCALES: Readonly<Record<UnixTime, number>> = { 'unix-seconds': 6, 'unix-millis': 3, 'unix-micros': 0 }
const noUnixTime = 0xff

/**
 * Tells the kernel how the column's values are written, if they are not written as usual.
 * @param kind of the values: kernel/column.ts
 * @param nullTokens the dataset's, for a column without its own
 */
export function placeAsWritten(
  kernel: Kernel,
  handle: ColumnHandle,
  kind: number,
  column: WrittenAs & { type: ColumnType },
  nullTokens: readonly string[],
): void {
  if (!isWrittenOtherwise(column)) return
  const thousands = Buffer.from(column.thousands ?? '')
  const pattern = patternOf(column)
  const words = Uint32Array.of(
    kind,
    ...kernel.placeWords(column.nullTokens ?? nullTokens),
    (column.decimal ?? '.').charCodeAt(0),
    ...placeBytes(kernel, thousands),
    ...kernel.placeWords(column.trueWords ?? []),
    ...kernel.placeWords(column.falseWords ?? []),
    ...placeBytes(kernel, pattern instanceof Uint8Array ? pattern : new Uint8Array(0)),
    typeof pattern === 'number' ? pattern : noUnixTime,
    column.zone === undefined ? 0 : kernel.addZone(column.zone, column.ambiguousTimes ?? 'fail'),
  )
  kernel.exports.setAsWritten(handle, kernel.place(new Uint8Array(words.buffer)))
}

function placeBytes(kernel: Kernel, bytes: Uint8Array): [Address, number] {
  return [kernel.place(bytes), bytes.length]
}

/** The steps; or the scale of Unix time. */
function patternOf({ type, format, zone }: WrittenAs & { type: ColumnType }): Uint8Array | number | undefined {
  if (format === undefined || type.name === 'binary') return undefined
  const pattern = parseTimePattern(format, type, zone !== undefined)
  if ('problem' in pattern) throw new Error(`${format}: ${pattern.problem}`) // dataset files have been checked
  if ('unix' in pattern) return UNIX_SCALES[pattern.unix]
  return Uint8Array.from(pattern.steps.flatMap(stepBytes))
}

function stepBytes(step: PatternStep): number[] {
  if ('directive' in step) return [OPERATIONS[step.directive], step.isFull ? 1 : 0]
  return [...Buffer.from(step.literal)].flatMap(byte => [literalOperation, byte])
}
