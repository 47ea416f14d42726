// Dates and clock times as prepared texts.

import { type TextPool, textPool } from './text-pool.ts'

export const secondsPerDay = 86_400

/** `2015-01-01`, `2015-01-02`, … */
export function dates(firstDay: string, count: number): TextPool {
  const first = Date.parse(firstDay)
  return textPool(Array.from({ length: count }, (_, day) => new Date(first + day * secondsPerDay * 1000).toISOString().slice(0, 10)))
}

/** `00:00:00` … `23:59:59`. */
export function clockTimes(): TextPool {
  return textPool(Array.from({ length: secondsPerDay }, (_, second) => new Date(second * 1000).toISOString().slice(11, 19)))
}
