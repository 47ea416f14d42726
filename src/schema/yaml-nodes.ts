// A YAML text as nodes that know their lines. Of js-yaml only its events are used, so that every scalar stays the text that it is:
// `nullTokens: [NO, ~, -999]` means what it says, and a column may be called `null`.

import { EVENT_ID, type Event, getScalarValue, parseEvents, type ScalarEvent, type SequenceEvent, YAMLException } from 'js-yaml'
import type { LineProblem } from './yaml-places.ts'

/** 1-based, of the node's first byte; undefined for a scalar of nothing. */
interface Placed {
  line: number | undefined
}

/** Quotes and escapes undone; nothing at all is the empty text. */
export interface YamlScalar extends Placed {
  kind: 'scalar'
  text: string
}

export interface YamlList extends Placed {
  kind: 'list'
  items: YamlNode[]
}

export interface YamlMapping extends Placed {
  kind: 'mapping'
  pairs: { key: YamlNode; value: YamlNode }[]
}

export interface YamlAlias extends Placed {
  kind: 'alias'
  name: string
  /** Undefined if there is no such anchor above. */
  target: YamlNode | undefined
}

export type YamlNode = YamlScalar | YamlList | YamlMapping | YamlAlias

export type YamlText = { root: YamlNode | undefined } | { problem: LineProblem }

/** Of what is wrong with it as YAML, the first alone is told: the rest mostly follows from it. */
export function parseYaml(source: string): YamlText {
  let isValid = false
  try {
    const events = parseEvents(source, {})
    isValid = true
    return { root: new NodeBuilder(source, events).document() }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const message = isValid ? error.reason : `not valid YAML: ${reasonOf(error, source)}`
    return { problem: { line: (error.mark?.line ?? 0) + 1, message } }
  }
}

/** Where js-yaml only says what it could go on with, what people may have meant. */
function reasonOf({ reason, mark }: YAMLException, source: string): string {
  if (!/^bad indentation|^end of the stream/.test(reason)) return reason
  const character = source.charAt(mark?.position ?? 0)
  if (/[@`%]/.test(character)) return `a text that begins with ${character} needs quotes`
  const line = source.split('\n', (mark?.line ?? 0) + 1).at(-1)!
  if (/^ *\t/.test(line)) return 'it is indented with a tab; use spaces'
  return 'this continues nothing above it; check that it is indented as its neighbours are, that a space follows each colon, and that a text with ": " or quotes in it is in quotes'
}

const knownTags: readonly string[] = ['!', '!!str', '!!seq', '!!map']

class NodeBuilder {
  readonly #source: string
  readonly #events: readonly Event[]
  #next = 0
  readonly #anchors = new Map<string, YamlNode>()
  #line = 1
  #counted = 0

  constructor(source: string, events: readonly Event[]) {
    this.#source = source
    this.#events = events
  }

  /** Undefined if there is nothing but comments. */
  document(): YamlNode | undefined {
    if (this.#events.length === 0) return undefined
    this.#next++ // its beginning
    const root = this.#node()
    const more = this.#events[this.#next + 1] // behind its end
    if (more === undefined) return root
    const second = startOf(this.#events[this.#next + 2]!)
    YAMLException.throwAt(this.#source, second < 0 ? this.#source.length : second, 'a second document begins here; a file is one')
  }

  #node(): YamlNode {
    const event = this.#events[this.#next++]!
    if (event.type === EVENT_ID.ALIAS) {
      const name = this.#source.slice(event.anchorStart, event.anchorEnd)
      return { kind: 'alias', name, target: this.#anchors.get(name), line: this.#lineAt(event.anchorStart) }
    }
    if (event.type === EVENT_ID.SCALAR) return this.#properties(event, this.#scalar(event))
    if (event.type === EVENT_ID.SEQUENCE) {
      const list = this.#properties(event, { kind: 'list', items: [] as YamlNode[], line: this.#lineAt(event.start) })
      while (!this.#ends()) list.items.push(this.#node())
      return list
    }
    if (event.type === EVENT_ID.MAPPING) {
      const mapping = this.#properties(event, { kind: 'mapping', pairs: [] as YamlMapping['pairs'], line: this.#lineAt(event.start) })
      while (!this.#ends()) mapping.pairs.push({ key: this.#node(), value: this.#node() })
      return mapping
    }
    throw new TypeError(`unexpected event ${event.type}`)
  }

  #scalar(event: ScalarEvent): YamlScalar {
    const line = event.valueStart < 0 ? undefined : this.#lineAt(event.valueStart)
    return { kind: 'scalar', text: getScalarValue(this.#source, event), line }
  }

  /** Whether the list or mapping ends here; its end is passed over. */
  #ends(): boolean {
    const ends = this.#events[this.#next]!.type === EVENT_ID.POP
    if (ends) this.#next++
    return ends
  }

  #properties<Node extends YamlNode>(event: Extract<Event, { tagStart: number }>, node: Node): Node {
    const tag = this.#source.slice(event.tagStart, event.tagEnd)
    if (event.tagStart >= 0 && !knownTags.includes(tag)) {
      YAMLException.throwAt(this.#source, event.tagStart, `the tag ${tag} has no meaning here; leave it out`)
    }
    if (event.anchorStart >= 0) this.#anchors.set(this.#source.slice(event.anchorStart, event.anchorEnd), node)
    return node
  }

  /** Events come in the order of the text, so each line is counted once. */
  #lineAt(offset: number): number {
    for (let at = this.#source.indexOf('\n', this.#counted); at >= 0 && at < offset; at = this.#source.indexOf('\n', at + 1)) {
      this.#line++
      this.#counted = at + 1
    }
    return this.#line
  }
}

/** Negative for a scalar of nothing. */
function startOf(event: Event): number {
  if (event.type === EVENT_ID.SCALAR) return event.valueStart
  return event.type === EVENT_ID.ALIAS ? event.anchorStart : (event as SequenceEvent).start
}
