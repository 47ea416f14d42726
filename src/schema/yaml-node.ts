// A YAML document as the checks see it: texts, lists, mappings, and the lines where they begin. Who parsed it is nobody's business.

export type YamlNode =
  | { kind: 'scalar'; text: string; line: Line }
  | { kind: 'list'; items: readonly YamlNode[]; line: Line }
  | { kind: 'mapping'; pairs: readonly YamlPair[]; line: Line }
  | { kind: 'danglingAlias'; name: string; line: Line }

/** 1-based; undefined: there is nothing in the document that it stands for. */
type Line = number | undefined

export interface YamlPair {
  /** Undefined: it is no scalar. */
  key: string | undefined
  line: Line // of the key
  value: YamlNode
}

export interface YamlDocument {
  root: YamlNode
  /** Why it is no YAML. Of its errors the first alone: the others mostly follow from it. */
  error?: { line: number; message: string }
}
