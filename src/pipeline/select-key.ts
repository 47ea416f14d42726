// Selecting sources by a glob, as people write it: on the whole key, or on its part below the input prefix.

import { matchesGlob } from '../schema/glob.ts'
import type { PipelineConfig } from './pipeline-config.ts'

export function isSelected({ inputPrefix }: PipelineConfig, key: string, glob: string): boolean {
  const below = key.startsWith(inputPrefix) ? key.slice(inputPrefix.length) : key
  return matchesGlob(glob, key) || matchesGlob(glob, below)
}
