// "Did you mean …": the candidate that takes the fewest typing slips to reach.

/** The nearest of the candidates, or undefined when none is within a third of the word's length (at least one slip). */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const tolerance = Math.max(1, Math.floor(word.length / 3))
  const ranked = candidates.map(candidate => ({ candidate, slips: slipsBetween(word, candidate) })).sort((a, b) => a.slips - b.slips)
  const best = ranked[0]
  return best && best.slips <= tolerance ? best.candidate : undefined
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment distance). */
function slipsBetween(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      row[j] = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) row[j] = Math.min(row[j] ?? 0, (beforeLast[j - 2] ?? 0) + 1)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}
