// Settings that would silently do nothing are refused.

import type { DatasetFile } from './dataset-file-shape.ts'
import type { YamlPlaces } from './yaml-places.ts'

export function checkSettings(file: DatasetFile, places: YamlPlaces): void {
  const failsOnBadRow = file.onBadRow === 'fail' || places.lineOf('onBadRow') === undefined
  if (failsOnBadRow && file.maxRejects !== undefined)
    places.complain('maxRejects', 'has no meaning without onBadRow: reject; add it, or leave maxRejects out')
  if (file.onSourceDelete === 'remove' && file.afterConvert !== undefined && file.afterConvert !== 'keep')
    places.complain(
      'onSourceDelete',
      `has no meaning with afterConvert: ${file.afterConvert}, which puts the source away; leave one of them out`,
    )
  if (places.lineOf('columns') !== undefined) return
  for (const key of ['missingColumns', 'extraColumns'] as const)
    if (file[key] !== undefined) places.complain(key, 'has no meaning without columns; declare them, or leave it out')
}
