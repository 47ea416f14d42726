// Sources that wait for a ready marker (ready-marker.ts). Nothing is written down of them, so they are found by looking: the folders of the
// datasets that have a marker are listed, and what the ledger has not seen since it came is asked for its marker, once a folder. A pipeline
// without such a dataset costs nothing.

import type { ObjectInfo } from '../store/store.ts'
import type { Pipeline } from './pipeline.ts'
import { readiness } from './ready-marker.ts'
import { lookUp } from './reconcile/look-up.ts'
import { pages } from './reconcile/pages.ts'
import { globRoot, ledgerKey, ledgerPrefix, routeKey, type SourceRoute } from './route-key.ts'

export interface WaitingSource {
  key: string
  size: number // bytes
  /** Its marker's name. */
  marker: string
  /** When it was dropped. */
  since: Date
}

const pageKeys = 1000

/** In the order of their keys, folder by folder. A new version within the second in which its last one was converted is not told of. */
export async function* waitingSources(pipeline: Pipeline): AsyncIterable<WaitingSource> {
  const { store, config } = pipeline
  const ready = readiness(pipeline)
  for (const folder of markedFolders(pipeline)) {
    for await (const page of pages(store.list(config.inputPrefix + folder), pageKeys)) {
      for (const { info, route } of await unseen(pipeline, page)) if (!(await ready(route))) yield waiting(info, route)
    }
  }
}

/** Folders in which sources may wait, none within another. */
function markedFolders({ config }: Pipeline): string[] {
  const globs = config.datasets.flatMap(({ readyMarker, match }) => (readyMarker === undefined ? [] : match))
  const folders = [...new Set(globs.map(globRoot))].sort()
  return folders.filter(folder => !folders.some(other => other !== folder && folder.startsWith(other)))
}

interface Unseen {
  info: ObjectInfo
  route: SourceRoute
}

/** Sources of a page that have a marker, and of which the ledger has said nothing since they came. */
async function unseen({ store, config }: Pipeline, page: readonly ObjectInfo[]): Promise<Unseen[]> {
  const marked = page.flatMap(info => {
    const route = routeKey(config, info.key)
    return route.kind === 'source' && route.dataset?.readyMarker !== undefined ? [{ info, route }] : []
  })
  const places = marked.map(({ info }) => ledgerKey(config, info.key))
  const entries = await lookUp(store, ledgerPrefix(config), places)
  return marked.filter(({ info }, at) => {
    const entry = entries.get(places[at]!)
    return entry === undefined || entry.lastModified < info.lastModified
  })
}

function waiting({ key, size, lastModified }: ObjectInfo, { dataset }: SourceRoute): WaitingSource {
  return { key, size, marker: dataset?.readyMarker ?? '', since: lastModified }
}
