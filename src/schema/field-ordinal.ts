// Columns of files without a header are told apart by their place: the third field is the source `column 3`.

/** The source name of a field, counted from 1. */
export const ordinalSource = (ordinal: number): string => `column ${ordinal}`

/** The field that a source name stands for in a file without a header, counted from 1; undefined if it stands for none. */
export function fieldOrdinal(source: string): number | undefined {
  const digits = /^column ([1-9]\d{0,6})$/.exec(source)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
