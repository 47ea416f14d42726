import { existsSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeFolders } from '../../src/store/make-folders.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'parquetry-folders-'))
})
afterEach(() => rm(root, { recursive: true }))

describe('makeFolders', () => {
  it('makes every folder that is missing, and leaves those that are there', async () => {
    const folder = join(root, 'a', 'b', 'c')
    await makeFolders(folder)
    writeFileSync(join(folder, 'kept'), '')
    await makeFolders(folder)
    expect(existsSync(join(folder, 'kept'))).toBe(true)
  })

  it('refuses where a file is in the way', async () => {
    writeFileSync(join(root, 'file'), '')
    await expect(makeFolders(join(root, 'file'))).rejects.toMatchObject({
      code: 'ENOTDIR',
      message: expect.stringMatching(/file' is not a folder$/),
    })
    await expect(makeFolders(join(root, 'file', 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' })
  })

  const onLinux = process.platform === 'linux' ? it : it.skip
  onLinux('ends where no folder can be made although the parent is there', async () => {
    await expect(makeFolders('/proc/parquetry/folder')).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
