// Walks the nodes of a YAML document along a shape: collects what is right, notes where everything stands and what is wrong there.

import { shown } from '../failure/sentence.ts'
import { didYouMean } from './closest-name.ts'
import type { List, Mapping, Scalar, Shape, ShortOrLong } from './shape.ts'
import type { YamlNode } from './yaml-nodes.ts'
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

  /** @param line of the key or item, for values that have no place of their own */
  read(node: YamlNode | undefined, shape: Shape, path: string, line: number): unknown {
    const place: Place = { path, line: node?.line ?? line }
    this.#lines.set(path, place.line)
    const target = node?.kind === 'alias' ? node.target : node
    if (node?.kind === 'alias' && target === undefined) return this.#complain(place, `*${node.name} refers to no anchor above it`)
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

  #readScalar(node: YamlNode | undefined, shape: Scalar, place: Place): unknown {
    if (node?.kind === 'mapping' || node?.kind === 'list') return this.#unexpected(node, shape.expected, place)
    const text = textOf(node)
    const value = shape.read(text)
    if (value !== undefined) return value
    return this.#unexpected(node, shape.expected, place, shape.hint?.(text))
  }

  #readList(node: YamlNode | undefined, shape: List, place: Place): unknown {
    if (node?.kind === 'list') {
      if (node.items.length === 0) return this.#complain(place, 'the list is empty; leave the key out instead')
      return node.items.map((item, index) => this.read(item, shape.item, below(place.path, index), place.line))
    }
    if (shape.orOne) return [this.read(node, shape.item, below(place.path, 0), place.line)]
    return this.#unexpected(node, 'a list', place)
  }

  #readMapping(node: YamlNode | undefined, shape: Mapping, place: Place): unknown {
    const names = Object.keys(shape.keys)
    if (node?.kind !== 'mapping') return this.#unexpected(node, `the keys ${names.join(', ')}`, place)
    const firstLines = new Map<string, number>()
    const values: [string, unknown][] = []
    for (const pair of node.pairs) {
      const name = this.#readKey(pair.key, names, firstLines, place)
      const key = name === undefined ? undefined : shape.keys[name]
      if (name !== undefined && key)
        values.push([name, this.read(pair.value, key.shape, below(place.path, name), firstLines.get(name) ?? place.line)])
    }
    for (const [name, key] of Object.entries(shape.keys))
      if (key.required && !firstLines.has(name)) this.#complain(place, `the key "${name}" is missing`)
    return Object.fromEntries(values)
  }

  /** The key's name, if it is known and new; what is wrong with it is a problem. */
  #readKey(key: YamlNode, names: readonly string[], firstLines: Map<string, number>, parent: Place): string | undefined {
    const place = { path: parent.path, line: key.line ?? parent.line }
    if (key.kind !== 'scalar') return this.#complain(place, 'a key must be a plain name')
    const name = key.text
    const first = firstLines.get(name)
    if (first !== undefined) return this.#complain(place, `the key ${shown(name)} is given twice, first in line ${first}`)
    firstLines.set(name, place.line)
    if (names.includes(name)) return name
    return this.#complain(place, `unknown key ${shown(name)}${didYouMean(name, names) || `; known here: ${names.join(', ')}`}`)
  }

  #readShortOrLong(node: YamlNode | undefined, shape: ShortOrLong, place: Place): unknown {
    return node?.kind === 'mapping' ? this.#readMapping(node, shape.long, place) : this.#readScalar(node, shape.short, place)
  }

  #unexpected(node: YamlNode | undefined, expected: string, place: Place, hint = ''): undefined {
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

const textOf = (node: YamlNode | undefined): string => (node?.kind === 'scalar' ? node.text : '')

function described(node: YamlNode | undefined): string {
  if (node?.kind === 'mapping') return 'a mapping'
  if (node?.kind === 'list') return 'a list'
  const text = textOf(node)
  return text === '' ? 'nothing' : shown(text)
}
