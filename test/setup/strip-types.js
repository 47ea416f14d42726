// Jest transform: Node's own type stripping, so tests run exactly the syntax that `node file.ts` runs. Columns and lines stay in place.
import { stripTypeScriptTypes } from 'node:module'

export default {
  process(source) {
    return { code: stripTypeScriptTypes(source) }
  },
}
