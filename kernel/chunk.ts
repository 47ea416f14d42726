// A column chunk begins: all that is kept from page to page begins with it.

import { openHashes } from './bloom-filter'
import { Column } from './column'
import { openChunk as openPages } from './page'
import { openSortedness } from './sortedness'

export function openChunk(column: Column): void {
  openPages(column)
  openSortedness(column)
  openHashes(column)
}
