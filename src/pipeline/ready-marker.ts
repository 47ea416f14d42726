// Datasets whose files wait for a marker (`readyMarker: _SUCCESS`), since whoever writes them writes many and says at the end that all are
// there. A marker holds for its folder and everything below, as Spark's does; a file looks for it in its own folder and in those above,
// up to the folder that the dataset's glob spells out.
//
// The file's own event finds no marker yet and is done with; the marker's event sends one message for every file. A file that comes after
// the marker finds it. No file falls between: it is there before it looks for the marker, so a marker that comes later finds it.

import type { Dataset } from '../schema/dataset.ts'
import { inParallel, requestsAtOnce } from './in-parallel.ts'
import type { ObjectEvent } from './object-event.ts'
import type { Outcome } from './outcome.ts'
import { requestBody, requestFolderBody } from './parse-events.ts'
import type { Pipeline } from './pipeline.ts'
import { type FixRoute, type MarkerRoute, routeKey, type SourceRoute, tableRoot } from './route-key.ts'

/** Files that one message of a marker announces; for those after them it sends itself on. */
const filesAtOnce = 1000

/** Whether a source may be converted now. */
export async function isReady({ store, config }: Pipeline, route: SourceRoute): Promise<boolean> {
  const { readyMarker } = route.dataset ?? {}
  if (readyMarker === undefined) return true
  const places = foldersOf(route).map(folder => `${config.inputPrefix}${folder}${readyMarker}`)
  const found = await inParallel(places, requestsAtOnce, place => store.head(place))
  return found.some(info => info !== undefined)
}

/** The same for many sources; asked once a folder. Corrected rows wait for nothing. */
export function readiness(pipeline: Pipeline): (route: SourceRoute | FixRoute) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>()
  return async route => {
    if (route.kind === 'fix') return true
    const folder = `${route.dataset?.name} ${route.relativeKey.slice(0, route.relativeKey.lastIndexOf('/') + 1)}`
    const ready = known.get(folder) ?? isReady(pipeline, route)
    known.set(folder, ready)
    return ready
  }
}

/** The folder of the source and those above it, up to the table's root: `sales/2026/01/`, `sales/2026/`, `sales/`. */
function foldersOf(route: SourceRoute): string[] {
  const root = tableRoot(route)
  const names = route.relativeKey.slice(root.length).split('/').slice(0, -1)
  return [root, ...names.map((_, index) => `${root}${names.slice(0, index + 1).join('/')}/`)].reverse()
}

/** Sends a message for every source that waited for this marker. */
export async function announceFolder(pipeline: Pipeline, event: ObjectEvent, { key, folder, datasets }: MarkerRoute): Promise<Outcome> {
  const { store, config, queue } = pipeline
  if ((await store.head(key)) === undefined) return { state: 'gone', key }
  const listed: string[] = []
  for await (const info of store.list(config.inputPrefix + folder, event.after === undefined ? {} : { startAfter: event.after })) {
    listed.push(info.key)
    if (listed.length === filesAtOnce) break
  }
  const waiting = listed.filter(found => isOneOf(pipeline, found, datasets))
  await queue.sendAll(waiting.map(found => requestBody(config.bucket, found)))
  const last = listed.at(-1)
  if (listed.length === filesAtOnce && last !== undefined) await queue.send(requestFolderBody(config.bucket, key, last))
  return { state: 'announced', key, files: waiting.length }
}

function isOneOf({ config }: Pipeline, key: string, datasets: readonly Dataset[]): boolean {
  const route = routeKey(config, key)
  return route.kind === 'source' && route.dataset !== undefined && datasets.includes(route.dataset)
}
