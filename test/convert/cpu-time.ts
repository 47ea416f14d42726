// CPU time of work on this process, and how two pieces of work compare in it. Other processes do not count; a garbage collection may.

/** Milliseconds of CPU. */
export async function cpuTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const leastMs = 5 // below, the clock's own grain counts
const rounds = 4

/** How many times as long the one takes as the other: the smallest ratio of some rounds, so that a hiccup in one of them does not count. */
export async function cpuRatio(one: () => unknown, other: () => unknown, isGood: (ratio: number) => boolean): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds && !isGood(best); round++) {
    const otherMs = await cpuTime(other)
    best = Math.min(best, (await cpuTime(one)) / Math.max(leastMs, otherMs))
  }
  return best
}
