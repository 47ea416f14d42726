// The columns of a schema, which the footer keeps as a flat list of tree nodes, depth first.

import type { SchemaElement } from '../format/schema-element.ts'
import { invalidParquet } from './parquet-file.ts'

export interface SchemaLeaf {
  element: SchemaElement
  /** Names from below the root. */
  path: readonly string[]
  /** The root's child that it is or belongs to, and which one that is, from 0. */
  topLevel: { element: SchemaElement; index: number }
  /** Whether a value on the way down may be null. */
  nullable: boolean
  /** Largest levels of its values: how many nodes on the way down are optional or repeated; how many are repeated. */
  maxDefinition: number
  maxRepetition: number
}

/** Whether the column holds one value a row. */
export const isFlat = (leaf: SchemaLeaf): boolean => leaf.path.length === 1 && leaf.element.repetition_type !== 'REPEATED'

const maxDepth = 64

/** @throws Failure PARQUET_INVALID when the list is no tree */
export function schemaLeaves(schema: readonly SchemaElement[]): SchemaLeaf[] {
  const leaves: SchemaLeaf[] = []
  let next = 1
  const visit = (count: number, above: SchemaLeaf | undefined) => {
    for (let index = 0; index < count; index++) {
      const element = schema[next++]
      if (element === undefined) throw invalidParquet('the schema ends too early')
      const node = below(above, element, index)
      if (element.type !== undefined) leaves.push(node)
      else visit(groupSize(node), node)
    }
  }
  visit(schema[0]?.num_children ?? 0, undefined)
  if (next < schema.length) throw invalidParquet(`the schema has ${schema.length - next} nodes too many`)
  return leaves
}

function below(above: SchemaLeaf | undefined, element: SchemaElement, index: number): SchemaLeaf {
  return {
    element,
    path: [...(above?.path ?? []), element.name],
    topLevel: above?.topLevel ?? { element, index },
    nullable: above?.nullable === true || element.repetition_type !== 'REQUIRED',
    maxDefinition: (above?.maxDefinition ?? 0) + (element.repetition_type === 'REQUIRED' ? 0 : 1),
    maxRepetition: (above?.maxRepetition ?? 0) + (element.repetition_type === 'REPEATED' ? 1 : 0),
  }
}

function groupSize({ element, path }: SchemaLeaf): number {
  if (path.length > maxDepth) throw invalidParquet(`the schema is more than ${maxDepth} levels deep`)
  const size = element.num_children ?? 0
  if (size < 1) throw invalidParquet('the schema has a group without columns')
  return size
}
