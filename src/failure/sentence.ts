// The one place where a failure becomes a sentence:
// `s3://in/2026/a.csv line 8124, column 4 "amount": cannot read "12,50" as decimal(10,2); fix: …`

import { FAILURES } from './codes.ts'
import { escapeCharacter, escapeUnsafe } from './escape-unsafe.ts'
import type { FailureData } from './failure-data.ts'

const maxShownValue = 64 // characters of a cell that an error message may show
const maxListedNames = 8

export function sentence(data: FailureData): string {
  const { what, fix } = FAILURES[data.code]
  return `${place(data)}${happened(data, what)}; fix: ${data.fix ?? fix}`
}

/** Text from a source, fit for a message: cut short, quoted, what could steer a terminal or passes for a blank escaped. */
export function shown(text: string): string {
  const cut = text.length > maxShownValue ? `${text.slice(0, maxShownValue).toWellFormed()}…` : text
  return `"${escapeUnsafe(cut.replace(/["\\]/g, '\\$&').replace(seemingBlanks, escapeCharacter))}"`
}

const seemingBlanks = /[\u00a0\u00ad\u2000-\u200b\u202f\u205f-\u2064]/g // and what is not seen at all: "12 " is no number, and nobody sees why

/** Names from a source as a message shows them: the first few, and how many more there are. */
export function listed(names: readonly string[]): string {
  const first = names.slice(0, maxListedNames).map(shown).join(', ')
  const more = names.length - maxListedNames
  return more > 0 ? `${first} and ${more} more` : first
}

function place(data: FailureData): string {
  const parts: string[] = []
  if (data.line !== undefined) parts.push(`line ${data.line}`)
  if (data.column !== undefined) parts.push(`column ${data.column}${data.columnName === undefined ? '' : ` ${shown(data.columnName)}`}`)
  else if (data.columnName !== undefined) parts.push(`column ${shown(data.columnName)}`)
  const where = parts.join(', ')
  if (data.source === undefined) return where === '' ? '' : `${where}: `
  return where === '' ? `${data.source}: ` : `${data.source} ${where}: `
}

function happened(data: FailureData, what: string): string {
  const detail = data.detail === undefined ? '' : ` (${data.detail})`
  if (data.value !== undefined && data.expected !== undefined)
    return `cannot read ${shown(data.value)} as ${data.expected}: ${what}${detail}`
  if (data.expected !== undefined) return `${what}: expected ${data.expected}${detail}`
  return `${what}${detail}`
}
