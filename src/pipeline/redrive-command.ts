// What to type to bring one failed file back: for reports, and for whoever watches.

import { exactGlob } from '../schema/glob.ts'
import { shellWord } from './shell-word.ts'

/** For that very key, whatever characters it has. */
export function redriveCommand(key: string): string {
  return `npx parquetry redrive --key ${shellWord(exactGlob(key))}`
}
