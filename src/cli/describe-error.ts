// One line for whatever was thrown: a failure's sentence, a usage error's, or the message of a bug. With PARQUETRY_DEBUG
// (or --debug, which sets it, so that worker threads see it too), the stack below it.

import { Failure } from '../failure/failure.ts'
import { printable, printableLines } from './printable.ts'
import { UsageError } from './usage-error.ts'

export function describeError(error: unknown): string {
  return sentenceOf(error) + (process.env.PARQUETRY_DEBUG ? stackOf(error) : '')
}

function sentenceOf(error: unknown): string {
  // A dataset file's problems stand one a line.
  if (error instanceof Failure)
    return error.code === 'DATASET_FILE_INVALID' ? printableLines(error.message) : printable(oneShot(error).message)
  if (error instanceof UsageError) return printable(error.message)
  const message = error instanceof Error ? error.message : String(error)
  return `unexpected: ${printable(message)}; fix: report it with what --debug prints`
}

/** The catalogue's advice on what passes by itself is the pipeline's, which tries again; a command has ended. */
export function oneShot(failure: Failure): Failure {
  const isTriedAgain = failure.class === 'transient' && failure.code !== 'INTERNAL' && failure.data.fix === undefined
  return isTriedAgain ? new Failure({ ...failure.data, fix: 'run the command again' }, { cause: failure.cause }) : failure
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error) || error.stack === undefined) return ''
  return `\n${printableLines(error.stack)}${error.cause === undefined ? '' : `\ncaused by:${stackOf(error.cause)}`}`
}
