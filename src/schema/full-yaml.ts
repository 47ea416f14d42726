// All of YAML, by the library.
//
// The document is parsed with YAML's failsafe schema, in which every scalar is a string: `nullTokens: [NO, ~, -999]` means what it
// says, and a column may be called `null`. What a text means is up to the shape (see Scalar).

import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument } from 'yaml'
import type { YamlDocument, YamlNode, YamlPair } from './yaml-node.ts'

/** Never throws. */
export function parseYaml(text: string): YamlDocument {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, lineCounter, logLevel: 'error' })
  const lineAt = (offset: number) => Math.max(1, lineCounter.linePos(offset).line)
  const error = document.errors[0] ?? document.warnings[0]
  return {
    root: new Nodes(document, lineAt).nodeOf(document.contents),
    ...(error && { error: { line: lineAt(error.pos[0]), message: error.message } }),
  }
}

class Nodes {
  readonly #document: Document
  readonly #lineAt: (offset: number) => number

  constructor(document: Document, lineAt: (offset: number) => number) {
    this.#document = document
    this.#lineAt = lineAt
  }

  /** What is in it is made when it is asked for: aliases can make a small document large, or endless. */
  nodeOf(node: unknown): YamlNode {
    const line = this.#lineOf(node)
    if (isAlias(node)) {
      const target = node.resolve(this.#document)
      return target === undefined ? { kind: 'danglingAlias', name: node.source, line } : this.#contentOf(target, line)
    }
    return this.#contentOf(node, line)
  }

  /** @param line of the node, or of the alias that stands for it */
  #contentOf(node: unknown, line: number | undefined): YamlNode {
    const nodes = this
    if (isSeq(node)) {
      return {
        kind: 'list',
        line,
        get items() {
          return node.items.map(item => nodes.nodeOf(item))
        },
      }
    }
    if (isMap(node)) {
      return {
        kind: 'mapping',
        line,
        get pairs() {
          return node.items.map(pair => nodes.#pairOf(pair))
        },
      }
    }
    return { kind: 'scalar', text: textOf(node), line }
  }

  #pairOf({ key, value }: Pair): YamlPair {
    return { key: isScalar(key) ? textOf(key) : undefined, line: this.#lineOf(key), value: this.nodeOf(value) }
  }

  #lineOf(node: unknown): number | undefined {
    const range = (node as { range?: [number, number, number] } | null)?.range
    return range ? this.#lineAt(range[0]) : undefined
  }
}

/** A scalar as it was written, quotes and escapes undone; nothing at all is the empty text. */
const textOf = (node: unknown): string => (isScalar(node) && node.value !== null ? String(node.value) : '')
