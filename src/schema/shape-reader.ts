// Walks the nodes of a YAML document along a shape: collects what is right, notes where everything stands and what is wrong there.

import { shown } from '../failure/sentence.ts'
import { didYouMean } from './closest-name.ts'
import type { List, Mapping, Scalar, Shape, ShortOrLong } from './shape.ts'
import type { YamlDocument, YamlNode, YamlPair } from './yaml-node.ts'
import type { LineProblem, YamlPlaces } from './yaml-places.ts'

export class ShapeReader implements YamlPlaces {
  readonly problems: LineProblem[] = []
  readonly #lines = new Map<string, number>()
  lineOf(path: string): number | undefined {
    return this.#lines.get(path)
  }

  complain(path: string, message: string): void {
    this.#complain({ path, line: this.lineOf(path) ?? 1 }, message)
  }

  /** What was right; undefined if the document as a whole was not. */
  readDocument({ root, error }: YamlDocument, shape: Shape): unknown {
    if (error === undefined) return this.read(root, shape, '', 1)
    this.problems.push(error)
    return undefined
  }

  /** @param line of the key or item, for values that have no place of their own */
  read(node: YamlNode, shape: Shape, path: string, line: number): unknown {
    const place: Place = { path, line: node.line ?? line }
    this.#lines.set(path, place.line)
    if (node.kind === 'danglingAlias') return this.#complain(place, `*${node.name} refers to no anchor above it`)
    switch (shape.kind) {
      case 'scalar':
        return this.#readScalar(node, shape, place)
      case 'list':
        return this.#readList(node, shape, place)
      case 'mapping':
        return this.#readMapping(node, shape, place)
      case 'shortOrLong':
        return this.#readShortOrLong(node, shape, place)
    }
  }

  #readScalar(node: YamlNode, shape: Scalar, place: Place): unknown {
    if (node.kind !== 'scalar') return this.#unexpected(node, shape.expected, place)
    const value = shape.read(node.text)
    if (value !== undefined) return value
    return this.#unexpected(node, shape.expected, place, shape.hint?.(node.text))
  }

  #readList(node: YamlNode, shape: List, place: Place): unknown {
    if (node.kind === 'list') {
      const { items } = node
      if (items.length === 0) return this.#complain(place, 'the list is empty; leave the key out instead')
      return items.map((item, index) => this.read(item, shape.item, below(place.path, index), place.line))
    }
    if (shape.orOne) return [this.read(node, shape.item, below(place.path, 0), place.line)]
    return this.#unexpected(node, 'a list', place)
  }

  #readMapping(node: YamlNode, shape: Mapping, place: Place): unknown {
    const names = Object.keys(shape.keys)
    if (node.kind !== 'mapping') return this.#unexpected(node, `the keys ${names.join(', ')}`, place)
    const firstLines = new Map<string, number>()
    const values: [string, unknown][] = []
    for (const pair of node.pairs) {
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
  #readKey({ key: name, line }: YamlPair, names: readonly string[], firstLines: Map<string, number>, parent: Place): string | undefined {
    const place = { path: parent.path, line: line ?? parent.line }
    if (name === undefined) return this.#complain(place, 'a key must be a plain name')
    const first = firstLines.get(name)
    if (first !== undefined) return this.#complain(place, `the key ${shown(name)} is given twice, first in line ${first}`)
    firstLines.set(name, place.line)
    if (names.includes(name)) return name
    return this.#complain(place, `unknown key ${shown(name)}${didYouMean(name, names) || `; known here: ${names.join(', ')}`}`)
  }

  #readShortOrLong(node: YamlNode, shape: ShortOrLong, place: Place): unknown {
    return node.kind === 'mapping' ? this.#readMapping(node, shape.long, place) : this.#readScalar(node, shape.short, place)
  }

  #unexpected(node: YamlNode, expected: string, place: Place, hint = ''): undefined {
    return this.#complain(place, `expected ${expected}; got ${described(node)}${hint}`)
  }

  #complain(place: Place, message: string): undefined {
    const key = keyPath(place.path)
    this.problems.push({ line: place.line, message: key === '' ? message : `${key}: ${message}` })
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

function described(node: YamlNode): string {
  if (node.kind === 'mapping') return 'a mapping'
  if (node.kind === 'list') return 'a list'
  return node.kind === 'danglingAlias' || node.text === '' ? 'nothing' : shown(node.text)
}
