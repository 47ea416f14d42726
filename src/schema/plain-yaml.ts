// The part of YAML that dataset files are commonly written in, read at once: the library takes 7 ms for twenty columns, 60 for 500, and 2 to
// be loaded. What is written otherwise is not refused, but left to it (full-yaml.ts); so is whatever is wrong.
//
//   block    := a mapping: lines `key: value`, or `key:` and an indented block (a list need not be indented)
//             | a list: lines `- value`, or `- key: value` and the mapping's other lines below the key
//   value    := scalar | { key: value, … } | [ value, … ]     on one line, a comment behind it
//   scalar   := "…" or '…' without escapes | letters, digits, some marks
//
// Where this gives a document, the library gives the same: a test compares them. Left out: all that is not above.

import type { YamlDocument, YamlNode, YamlPair } from './yaml-node.ts'

/** The document; undefined where it is not known to be plain. */
export function parsePlainYaml(text: string): YamlDocument | undefined {
  const lines = linesOf(text)
  if (lines === undefined || lines.length === 0) return undefined
  const reader = new BlockReader(lines)
  const root = reader.read(lines[0]!.indent)
  return root !== undefined && reader.isAtEnd ? { root } : undefined
}

interface Line {
  indent: number
  text: string
  line: number // 1-based
}

/** Those that hold something; undefined where a character is none that this knows. */
function linesOf(text: string): Line[] | undefined {
  if (!knownCharacters.test(text)) return undefined
  return text
    .split('\n')
    .map((whole, index) => ({ indent: whole.length - whole.trimStart().length, text: whole.trim(), line: index + 1 }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'))
}

/** No tabs, line breaks of other kinds, spaces of other widths or marks of direction, and nothing beyond 16 bits. */
const knownCharacters =
  /^[\n\x20-\x7e\xa1-\u167f\u1681-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\uffef]*$/

class BlockReader {
  readonly #lines: Line[]
  #at = 0

  constructor(lines: Line[]) {
    this.#lines = lines
  }

  get isAtEnd(): boolean {
    return this.#at === this.#lines.length
  }

  /** The mapping or list whose lines are indented by so much. */
  read(indent: number): YamlNode | undefined {
    return isItem(this.#lines[this.#at]!) ? this.#readList(indent) : this.#readMapping(indent)
  }

  #readList(indent: number): YamlNode | undefined {
    const { line } = this.#lines[this.#at]!
    const items: YamlNode[] = []
    for (let next = this.#next(indent); next !== undefined && isItem(next); next = this.#next(indent)) {
      const item = this.#readItem(next)
      if (item === undefined) return undefined
      items.push(item)
    }
    return { kind: 'list', items, line }
  }

  #readItem({ indent, text, line }: Line): YamlNode | undefined {
    const rest = text.slice(1).trimStart()
    if (keyPattern.test(rest)) {
      const inner = indent + text.length - rest.length
      this.#lines[this.#at] = { indent: inner, text: rest, line }
      return this.#readMapping(inner)
    }
    this.#at++
    return readLine(rest, line)
  }

  #readMapping(indent: number): YamlNode | undefined {
    const { line } = this.#lines[this.#at]!
    const pairs: YamlPair[] = []
    for (let next = this.#next(indent); next !== undefined && !isItem(next); next = this.#next(indent)) {
      const pair = this.#readPair(next)
      if (pair === undefined) return undefined
      pairs.push(pair)
    }
    return pairs.length === 0 ? undefined : { kind: 'mapping', pairs, line }
  }

  #readPair({ indent, text, line }: Line): YamlPair | undefined {
    const [written, key] = keyPattern.exec(text) ?? []
    if (written === undefined) return undefined
    this.#at++
    const rest = text.slice(written.length).trimStart()
    const value = rest === '' || rest.startsWith('#') ? this.#readBelow(indent) : readLine(rest, line)
    return value && { key, line, value }
  }

  /** The value of a key that has none on its line. */
  #readBelow(indent: number): YamlNode | undefined {
    const next = this.#lines[this.#at]
    if (next === undefined || next.indent < indent || (next.indent === indent && !isItem(next))) return undefined
    return this.read(next.indent)
  }

  /** The next line, if it is indented by so much. */
  #next(indent: number): Line | undefined {
    const next = this.#lines[this.#at]
    return next?.indent === indent ? next : undefined
  }
}

const isItem = ({ text }: Line): boolean => text.startsWith('- ')

/** Up to the colon, which a space or the line's end follows. */
const keyPattern = /^([A-Za-z_]\w{0,99}):(?= |$)/

/** The value that a line holds, but for a comment. */
function readLine(text: string, line: number): YamlNode | undefined {
  const reader = new ValueReader(text, line)
  const value = reader.read(blockScalar)
  return reader.isAtEnd ? value : undefined
}

const quoted = /"([^"\\]*)"|'([^']*)'(?!')/y
/** Beginning with what cannot be an indicator, and without `: ` and ` #`. */
const blockScalar = /-?[\w./(\x80-\uffff](?:[\w./()+*%@,;=\x80-\uffff-]| (?=[\w./(\x80-\uffff]))*/y
const flowScalar = /-?[\w./(\x80-\uffff](?:[\w./()+*%@;=\x80-\uffff-]| (?=[\w./(\x80-\uffff]))*/y
const flowKey = /([A-Za-z_]\w{0,99}): +/y
const comment = /(?: +#.*)?$/y
const spaces = / */y

class ValueReader {
  readonly #text: string
  readonly #line: number
  #at = 0

  constructor(text: string, line: number) {
    this.#text = text
    this.#line = line
  }

  get isAtEnd(): boolean {
    return this.#take(comment) !== undefined
  }

  read(scalar: RegExp): YamlNode | undefined {
    if (this.#text[this.#at] === '{') return this.#readMapping()
    if (this.#text[this.#at] === '[') return this.#readList()
    const [text, double, single] = this.#take(quoted) ?? this.#take(scalar) ?? []
    return text === undefined ? undefined : { kind: 'scalar', text: double ?? single ?? text, line: this.#line }
  }

  #readMapping(): YamlNode | undefined {
    const pairs = this.#readEach('}', () => {
      const key = this.#take(flowKey)?.[1]
      const value = key === undefined ? undefined : this.read(flowScalar)
      return value && { key, line: this.#line, value }
    })
    return pairs && { kind: 'mapping', pairs, line: this.#line }
  }

  #readList(): YamlNode | undefined {
    const items = this.#readEach(']', () => this.read(flowScalar))
    return items && { kind: 'list', items, line: this.#line }
  }

  /** From the bracket that opens to the one that closes; there is something in it. */
  #readEach<Part>(close: string, readPart: () => Part | undefined): Part[] | undefined {
    const parts: Part[] = []
    do {
      this.#at++
      this.#take(spaces)
      const part = readPart()
      if (part === undefined) return undefined
      parts.push(part)
      this.#take(spaces)
    } while (this.#text[this.#at] === ',')
    return this.#text[this.#at++] === close ? parts : undefined
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found === null) return undefined
    this.#at = pattern.lastIndex
    return found
  }
}
