// The shapes of test data, by name.

import { decimals } from './decimals.ts'
import { events } from './events.ts'
import { ids } from './ids.ts'
import { lineitem } from './lineitem.ts'
import { quoted } from './quoted.ts'
import type { Shape } from './shape.ts'
import { taxi } from './taxi.ts'
import { wide } from './wide.ts'

export const shapes: readonly Shape[] = [taxi, lineitem, wide, ids, decimals, quoted, events]

export function shapeNamed(name: string): Shape {
  const shape = shapes.find(candidate => candidate.name === name)
  if (!shape) throw new Error(`unknown shape "${name}"; there are ${shapes.map(each => each.name).join(', ')}`)
  return shape
}
