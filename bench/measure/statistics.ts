// Medians of measurements.

import type { Measurement } from './measure.ts'

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Each figure's own median; the peak of memory is the highest that was seen. */
export function summary(measurements: readonly Measurement[]): Measurement {
  return {
    wallSeconds: median(measurements.map(each => each.wallSeconds)),
    cpuSeconds: median(measurements.map(each => each.cpuSeconds)),
    peakBytes: Math.max(...measurements.map(each => each.peakBytes)),
    outputBytes: measurements.at(-1)!.outputBytes,
  }
}
