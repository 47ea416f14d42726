// Folders, made one below the other. Node's own `mkdir` with `recursive: true` is not used: where a folder cannot be made although its
// parent is there (Linux says ENOENT below /proc), it tries for ever, outside of any signal's reach, in memory that only grows.

import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { systemCode } from './file-failure.ts'

/** Makes the folder, and those above it that are missing; one that is there is left as it is. @throws what the operating system says */
export async function makeFolders(folder: string): Promise<void> {
  try {
    await makeFolder(folder)
  } catch (error) {
    const parent = dirname(folder)
    if (systemCode(error) !== 'ENOENT' || parent === folder) throw error
    await makeFolders(parent)
    await makeFolder(folder)
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (error) {
    const found = await stat(folder).catch(() => undefined)
    if (found === undefined) throw error
    if (!found.isDirectory()) throw Object.assign(new Error(`ENOTDIR: '${folder}' is not a folder`), { code: 'ENOTDIR' })
  }
}
