// Writes schemas/dataset.schema.json, which editors check dataset files with, from src/schema/dataset-file-shape.ts. Run: npm run schema

import { writeFileSync } from 'node:fs'
import { datasetFileShape } from '../src/schema/dataset-file-shape.ts'
import { jsonSchemaOf } from '../src/schema/json-schema.ts'

const schema = jsonSchemaOf(datasetFileShape, 'Parquetry dataset file')
writeFileSync(new URL('../schemas/dataset.schema.json', import.meta.url), `${JSON.stringify(schema, null, 2)}\n`)
