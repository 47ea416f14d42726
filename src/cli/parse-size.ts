// Sizes as people write them: `128MiB`, `64 MB`, `1.5GiB`, `1048576`. Decimal units are powers of 1000, binary ones of 1024.

import { UsageError } from './usage-error.ts'

const unitBytes: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
}

/** Bytes. Throws `UsageError` for what is no size. */
export function parseSize(option: string, text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text) ?? []
  const bytes = Math.round(Number(number) * (unitBytes[unit.toLowerCase()] ?? Number.NaN))
  if (!(bytes > 0) || !Number.isSafeInteger(bytes))
    throw new UsageError(`${option} takes a size such as 128MiB, not ${JSON.stringify(text)}`)
  return bytes
}
