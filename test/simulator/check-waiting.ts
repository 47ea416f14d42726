// What must hold of sources that wait for a marker: nothing of one is published unless a marker was there, for a moment at least, since it was
// dropped. Told from the list of everything that was stored and deleted.

import { isMarker } from './datasets.ts'
import { markersOf } from './expected.ts'
import { csvText, type SourceVersion } from './source-text.ts'
import type { Scene } from './stage.ts'
import type { World } from './world.ts'

export class WaitingWatch {
  readonly #lastThere = new Map<string, number>() // marker → when it was there last, ms; infinity: it is
  readonly #dropped = new Map<string, number>() // text of a source → when it first came, ms

  see({ key, object, at, isByUser }: World['changes'][number]): void {
    if (isMarker(key)) this.#lastThere.set(key, object === undefined ? at : Number.POSITIVE_INFINITY)
    else if (isByUser && object !== undefined && !this.#dropped.has(object.body.toString())) this.#dropped.set(object.body.toString(), at)
  }

  /** Its rows are published. */
  checkPublished(source: SourceVersion): string[] {
    const markers = markersOf(source.key)
    const since = this.#dropped.get(csvText(source)) ?? 0
    const wasReady = markers.length === 0 || markers.some(marker => (this.#lastThere.get(marker) ?? -1) >= since)
    return wasReady ? [] : [`I1: ${source.key} version ${source.version} is published before its marker is there`]
  }
}

/** Whether a source waits, by what lies there now. */
export function isWaiting({ s3 }: Pick<Scene, 's3'>, key: string): boolean {
  const markers = markersOf(key)
  return markers.length > 0 && !markers.some(marker => s3.objects.has(marker))
}
