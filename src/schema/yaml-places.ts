// Where things stand in a YAML document, and what is wrong there.
//
// A path names a place: `columns.2.name`, items counted from 0; the empty path is the document.

export interface YamlPlaces {
  /** In the order of their discovery. */
  readonly problems: readonly LineProblem[]
  /** The 1-based line of what stands at a path, right or wrong; undefined where nothing stands. */
  lineOf(path: string): number | undefined
  /** Adds a problem with what stands at a path. */
  complain(path: string, message: string): void
}

export interface LineProblem {
  line: number // 1-based
  message: string
}

/** Whether something stands at the path of a value that is undefined: it was wrong, and nothing follows from its absence. */
export const isBroken = (places: YamlPlaces, path: string, value: unknown): boolean =>
  value === undefined && places.lineOf(path) !== undefined
