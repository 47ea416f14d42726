// "Did you mean …?": the known name that a misspelt one most likely stands for.

/** `; did you mean "columns"?`, or nothing. */
export function didYouMean(misspelt: string, names: Iterable<string>): string {
  const closest = closestName(misspelt, names)
  return closest === undefined ? '' : `; did you mean "${closest}"?`
}

/** The closest of `names` by edit distance, ignoring case; undefined when none is within a third of its length (at least one edit). */
export function closestName(misspelt: string, names: Iterable<string>): string | undefined {
  let closest: string | undefined
  let fewest = Number.POSITIVE_INFINITY
  for (const name of names) {
    const edits = editDistance(misspelt.toLowerCase(), name.toLowerCase())
    if (edits < fewest && edits <= Math.max(1, Math.floor(name.length / 3))) {
      closest = name
      fewest = edits
    }
  }
  return closest
}

/** Levenshtein distance, one row of the table at a time. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const replaced = previous[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1)
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1))
    }
    previous = current
  }
  return previous[to.length]!
}
