// What may stand around a value that is no text: spaces and tabs.

import { space, tab } from './ascii'

@inline
function isSpace(byte: u8): bool {
  return byte == space || byte == tab
}

/** Where the text begins without spaces in front. */
@inline
export function trimStart(start: usize, end: usize): usize {
  let at = start
  while (at < end && isSpace(load<u8>(at))) at++
  return at
}

/** Where it ends without spaces behind. */
@inline
export function trimEnd(start: usize, end: usize): usize {
  let at = end
  while (at > start && isSpace(load<u8>(at - 1))) at--
  return at
}
