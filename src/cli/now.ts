// The clock of the command line, for spans of time.

/** Milliseconds from some zero. Not performance.now(), whose module takes one to load. */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6
