// How pages are compressed, as a dataset file and the command line write it: a codec, and behind a hyphen its level: `zstd`, `zstd-9`.

import { didYouMean } from './closest-name.ts'
import type { Scalar } from './shape.ts'

export const CODECS = ['zstd', 'snappy', 'gzip', 'brotli', 'lz4_raw', 'none'] as const
export type CodecName = (typeof CODECS)[number]

interface Levels {
  least: number
  most: number
  /** When none is given. */
  standard: number
}

/** The codecs that have levels: higher ones take longer and give less. */
export const LEVELS = {
  zstd: { least: 1, most: 22, standard: 1 }, // 3 costs twice the time for a few percent of size
  gzip: { least: 1, most: 9, standard: 6 },
  brotli: { least: 0, most: 11, standard: 4 }, // from 5 on it takes several times as long as zstd-9, for less
} as const satisfies Partial<Record<CodecName, Levels>>

type LeveledCodec = keyof typeof LEVELS

/** A level that is the codec's standard is never written out, so that one setting has one name. */
export type Codec = CodecName | `${LeveledCodec}-${number}`

/** The codec and its level, which means nothing where there are none. */
export function codecParts(codec: Codec): { name: CodecName; level: number } {
  const [name, level] = codec.split('-') as [CodecName, string?]
  return { name, level: Number(level ?? levelsOf(name)?.standard ?? 0) }
}

/** Reads a codec as it is written; undefined if it is none, or has no such level. */
export function parseCodec(text: string): Codec | undefined {
  const [, written, digits] = /^([a-z0-9_]+?)(?:-(\d{1,2}))?$/.exec(text) ?? []
  const name = CODECS.find(known => known === written)
  if (name === undefined || digits === undefined) return name
  const levels = levelsOf(name)
  const level = Number(digits)
  if (levels === undefined || level < levels.least || level > levels.most) return undefined
  return level === levels.standard ? name : (`${name}-${level}` as Codec)
}

/** `zstd, snappy, …; with a level: zstd-1 to zstd-22, …` */
export const expectedCodec = `${CODECS.slice(0, -1).join(', ')} or ${CODECS.at(-1)}, with a level if need be: ${Object.entries(LEVELS)
  .map(([name, { least, most }]) => `${name}-${least} to ${name}-${most}`)
  .join(', ')}`

export const codecScalar: Scalar<Codec> = {
  kind: 'scalar',
  expected: expectedCodec,
  jsonSchema: { anyOf: [{ enum: CODECS }, ...Object.entries(LEVELS).map(([name, levels]) => ({ enum: leveled(name, levels) }))] },
  read: parseCodec,
  hint: written => didYouMean(written, CODECS),
}

function levelsOf(name: CodecName): Levels | undefined {
  return (LEVELS as Partial<Record<CodecName, Levels>>)[name]
}

function leveled(name: string, { least, most }: Levels): string[] {
  return Array.from({ length: most - least + 1 }, (_, index) => `${name}-${least + index}`)
}
