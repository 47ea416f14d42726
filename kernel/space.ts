// What may stand around a value that is no text: spaces and tabs.

import { space, tab } from './ascii'

@inline
export function isSpace(byte: u8): bool {
  return byte == space || byte == tab
}
