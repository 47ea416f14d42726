// Walks the nodes of a YAML document along a shape: collects what is right, notes where everything stands and what is wrong there.

import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml'
import { shown } from '../failure/sentence.ts'
import { didYouMean } from './closest-name.ts'
import type { List, Mapping, Scalar, Shape, ShortOrLong } from './shape.ts'
import type { LineProblem, YamlPlaces } from './yaml-places.ts'

export class ShapeReader implements YamlPlaces {
  readonly problems: LineProblem[] = []
  readonly #lines = new Map<string, number>()
  readonly #document: Document
  readonly #lineAt: (offset: number) => number

  constructor(document: Document, lineAt: (offset: number) => number) {
    this.#document = document
    this.#lineAt = lineAt
  }

  lineOf(path: string): number | undefined {
    return this.#lines.get(path)
  }

  complain(path: string, message: string): void {
    this.#complain({ path, line: this.lineOf(path) ?? 1 }, message)
  }

  /** Whether the document is well-formed YAML. Of its errors the first alone is told: the others mostly follow from it. */
  readSyntax(): boolean {
    const first = this.#document.errors[0] ?? this.#document.warnings[0]
    if (first === undefined) return true
    this.problems.push({ line: this.#lineAt(first.pos[0]), message: first.message })
    return false
  }

  /** @param line of the key or item, for values that have no place of their own */
  read(node: unknown, shape: Shape, path: string, line: number): unknown {
    const target = isAlias(node) ? node.resolve(this.#document) : node
    const place: Place = { path, line: this.#lineOfNode(node) ?? line }
    this.#lines.set(path, place.line)
    if (isAlias(node) && target === undefined) return this.#complain(place, noAnchor(node.source))
    switch (shape.kind) {
      case 'scalar':
        return this.#readScalar(target, shape, place)
      case 'list':
        return this.#readList(target, shape, place)
      case 'mapping':
        return this.#readMapping(target, shape, place)
      case 'shortOrLong':
        return this.#readShortOrLong(target, shape, place)
    }
  }

  #readScalar(node: unknown, shape: Scalar, place: Place): unknown {
    if (isMap(node) || isSeq(node)) return this.#unexpected(node, shape.expected, place)
    const text = textOf(node)
    const value = shape.read(text)
    if (value !== undefined) return value
    return this.#unexpected(node, shape.expected, place, shape.hint?.(text))
  }

  #readList(node: unknown, shape: List, place: Place): unknown {
    if (isSeq(node)) {
      if (node.items.length === 0) return this.#complain(place, 'the list is empty; leave the key out instead')
      return node.items.map((item, index) => this.read(item, shape.item, below(place.path, index), place.line))
    }
    if (shape.orOne) return [this.read(node, shape.item, below(place.path, 0), place.line)]
    return this.#unexpected(node, 'a list', place)
  }

  #readMapping(node: unknown, shape: Mapping, place: Place): unknown {
    const names = Object.keys(shape.keys)
    if (!isMap(node)) return this.#unexpected(node, keysOf(shape), place, place.path === '' ? howToBegin : '')
    const firstLines = new Map<string, number>()
    const values: [string, unknown][] = []
    for (const pair of node.items) {
      const name = this.#readKey(pair, names, firstLines, place)
      const key = name === undefined ? undefined : shape.keys[name]
      if (name !== undefined && key)
        values.push([name, this.read(pair.value, key.shape, below(place.path, name), firstLines.get(name) ?? place.line)])
    }
    for (const [name, key] of Object.entries(shape.keys))
      if (key.required && !firstLines.has(name)) this.#complain(place, `the key "${name}" is missing`)
    return Object.fromEntries(values)
  }

  /** The key's name, if it is known and new; what is wrong with it is a problem. */
  #readKey(pair: Pair, names: readonly string[], firstLines: Map<string, number>, parent: Place): string | undefined {
    const place = { path: parent.path, line: this.#lineOfNode(pair.key) ?? parent.line }
    if (!isScalar(pair.key)) return this.#complain(place, 'a key must be a plain name')
    const name = textOf(pair.key)
    const first = firstLines.get(name)
    if (first !== undefined) return this.#complain(place, `the key ${shown(name)} is given twice, first in line ${first}`)
    firstLines.set(name, place.line)
    if (names.includes(name)) return name
    return this.#complain(place, `unknown key ${shown(name)}${didYouMean(name, names) || `; known here: ${names.join(', ')}`}`)
  }

  #readShortOrLong(node: unknown, shape: ShortOrLong, place: Place): unknown {
    return isMap(node) ? this.#readMapping(node, shape.long, place) : this.#readScalar(node, shape.short, place)
  }

  #unexpected(node: unknown, expected: string, place: Place, hint = ''): undefined {
    return this.#complain(place, `expected ${expected}; got ${described(node)}${hint}`)
  }

  #complain(place: Place, message: string): undefined {
    const key = keyPath(place.path)
    this.problems.push({ line: place.line, message: key === '' ? message : `${key}: ${message}` })
  }

  #lineOfNode(node: unknown): number | undefined {
    const range = (node as YAMLMap | null)?.range
    return range ? this.#lineAt(range[0]) : undefined
  }
}

interface Place {
  path: string
  line: number
}

const below = (path: string, step: string | number): string => (path === '' ? String(step) : `${path}.${step}`)

/** The path without the items' numbers, which the line makes superfluous: `columns.name`. */
const keyPath = (path: string): string =>
  path
    .split('.')
    .filter(step => !/^\d+$/.test(step))
    .join('.')

/** What a mapping must have, or may have where there is nothing that it must. */
function keysOf({ keys }: Mapping): string {
  const names = Object.keys(keys)
  const needed = names.filter(name => keys[name]?.required)
  if (needed.length === 0) return `the keys ${names.join(', ')}`
  return `the ${needed.length > 1 ? 'keys' : 'key'} ${needed.join(' and ')}, and others as needed`
}

const howToBegin = '; "parquetry infer FILE" prints a dataset file to begin with'

/** In YAML what begins with `*` is a reference, unless it is quoted: a glob, most often. */
const noAnchor = (name: string): string => `*${name} refers to no anchor above it; a text that begins with * needs quotes: "*${name}"`

/** A scalar as it was written, quotes and escapes undone; nothing at all is the empty text. */
const textOf = (node: unknown): string => (isScalar(node) && node.value !== null ? String(node.value) : '')

function described(node: unknown): string {
  if (isMap(node)) return 'a mapping'
  if (isSeq(node)) return 'a list'
  const text = textOf(node)
  return text === '' ? 'nothing' : shown(text)
}
