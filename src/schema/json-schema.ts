// A shape as JSON Schema (draft-07, which the YAML language servers of the editors know).

import type { JsonSchema, Key, List, Mapping, Shape, ShortOrLong } from './shape.ts'

/** The schema of a whole document of this shape. */
export function jsonSchemaOf(shape: Shape, title: string): JsonSchema {
  return { $schema: 'http://json-schema.org/draft-07/schema#', title, ...schemaOf(shape) }
}

function schemaOf(shape: Shape): JsonSchema {
  switch (shape.kind) {
    case 'scalar':
      return shape.jsonSchema
    case 'list':
      return listSchema(shape)
    case 'mapping':
      return mappingSchema(shape)
    case 'shortOrLong':
      return shortOrLongSchema(shape)
  }
}

function listSchema({ item, orOne }: List): JsonSchema {
  const items = schemaOf(item)
  const schema = { type: 'array', items, minItems: 1 }
  return orOne ? { anyOf: [items, schema] } : schema
}

function mappingSchema({ keys }: Mapping): JsonSchema {
  const entries = Object.entries(keys)
  const required = entries.filter(([, key]) => key.required).map(([name]) => name)
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, key]) => [name, keySchema(key)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  }
}

const keySchema = ({ shape, doc, default: standard }: Key): JsonSchema => ({
  description: doc,
  ...(standard !== undefined && { default: standard }),
  ...schemaOf(shape),
})

const shortOrLongSchema = ({ short, long }: ShortOrLong): JsonSchema => ({ anyOf: [schemaOf(short), schemaOf(long)] })
