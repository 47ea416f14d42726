// Where and when it was measured.

import { availableParallelism, cpus, release, totalmem, type } from 'node:os'

export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown CPU'
  const memory = Math.round(totalmem() / 2 ** 30)
  const date = new Date().toISOString().slice(0, 10)
  const kernel = `${type()} ${release().split('.').slice(0, 2).join('.')}`
  return `${date}; ${model}, ${availableParallelism()} cores (${process.arch}), ${memory} GiB memory; ${kernel}; Node ${process.versions.node}`
}
