// How much CSV the scenarios beside the main one take, unless told otherwise.

import type { Shape } from '../shapes/shape.ts'

/** Bytes: less than the main scenario takes, as they compare with themselves, or repeat its comparison. */
export function sideSize(shape: Shape): number {
  return (shape.size * 2) / 5
}
