// The entry of `parquetry convert` as the published package starts it: one file with nothing in it that belongs to other commands, for half
// of what a conversion of a small file takes is the start (bin/bundle.js).

import { convert } from './convert.ts'
import { runProcess } from './run-process.ts'

void runProcess({ convert: async () => convert })
