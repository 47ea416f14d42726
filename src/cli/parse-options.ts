// Arguments of a command by node:util parseArgs, strict: what is not declared is refused, with the nearest option named.

import { type ParseArgsConfig, parseArgs } from 'node:util'
import { didYouMean } from '../schema/closest-name.ts'
import type { Scalar } from '../schema/shape.ts'
import { UsageError } from './usage-error.ts'

type Options = NonNullable<ParseArgsConfig['options']>
type Parsed<T extends Options> = ReturnType<typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>>

/** The options' values and the positional arguments. Throws `UsageError`. */
export function parseOptions<T extends Options>(args: string[], options: T): Parsed<T> {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(complaint(error as NodeJS.ErrnoException, options))
  }
}

/** The one positional argument that a command takes, `what` being what it names. */
export function onlyArgument(what: string, positionals: readonly string[]): string {
  const [first, second] = positionals
  if (first === undefined || first === '') throw new UsageError(`name ${what}`)
  if (second !== undefined) throw new UsageError(`one at a time: ${JSON.stringify(second)} is too many`)
  return first
}

/** A whole number from `least` up. */
export function wholeNumber(option: string, text: string, least: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= least)) throw new UsageError(`${option} takes a whole number from ${least}, not ${JSON.stringify(text)}`)
  return value
}

/** One of a closed set of words. */
export function oneOf<T extends string>(option: string, text: string, words: readonly T[]): T {
  const found = words.find(word => word === text)
  if (found !== undefined) return found
  throw new UsageError(`${option} takes ${words.join(', ')}, not ${JSON.stringify(text)}${didYouMean(text, words)}`)
}

/** Bytes, written as `128MiB`, `64 MB` or a plain number, within the bounds that dataset files have for them. */
export function sizeInBytes(option: string, text: string, { read, expected }: Scalar<number>): number {
  const bytes = read(text)
  if (bytes !== undefined) return bytes
  throw new UsageError(`${option} takes ${expected}, not ${JSON.stringify(text)}`)
}

function complaint(error: NodeJS.ErrnoException, options: Options): string {
  const named = /'(-[^\s',]*)/.exec(error.message)?.[1] ?? ''
  switch (error.code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return `unknown option ${named}${keyHint(named, options) ?? didYouMean(named, optionNames(options))}`
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return invalidValue(error.message, named, options)
    default:
      return error.message
  }
}

/** What other programs have as options, and a dataset file as keys. */
const datasetKeys: ReadonlyMap<string, string> = new Map([
  ['--na', 'nullTokens'],
  ['--null', 'nullTokens'],
  ['--nulls', 'nullTokens'],
  ['--null-tokens', 'nullTokens'],
  ['--null-values', 'nullTokens'],
  ['--ragged', 'csv.ragged'],
  ['--types', 'columns'],
  ['--columns', 'columns'],
  ['--on-bad-row', 'onBadRow'],
  ['--max-rejects', 'maxRejects'],
  ['--partition-by', 'partitionBy'],
])

/** Undefined: none is meant. */
function keyHint(named: string, options: Options): string | undefined {
  const key = 'schema' in options ? datasetKeys.get(named) : undefined
  return (
    key && `; it is a key of dataset files, ${key} (see docs/dataset-files.md): write one with parquetry infer, and give it by --schema`
  )
}

function invalidValue(message: string, named: string, options: Options): string {
  const option = Object.entries(options).find(([name, { short }]) => named === `--${name}` || named === `-${short}`)
  const shown = option ? `--${option[0]}` : named
  if (option?.[1].type === 'boolean') return `${shown} takes no value`
  return message.includes('ambiguous')
    ? `${shown} needs a value; for one that begins with a dash write ${shown}=VALUE`
    : `${shown} needs a value`
}

function optionNames(options: Options): string[] {
  return ['--help', ...Object.keys(options).map(name => `--${name}`)]
}
