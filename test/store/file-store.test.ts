import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileStore } from '../../src/store/file-store.ts'
import type { ObjectStore } from '../../src/store/store.ts'
import { describeObjectStore, keys, readAll, text } from './object-store-contract.ts'

let folder: string
let root: string
let store: ObjectStore

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parquetry-files-'))
  root = join(folder, 'root')
  store = fileStore(root)
})

afterAll(() => rm(folder, { recursive: true }))

describeObjectStore('the file store', () => ({
  store,
  keepsMetadata: false,
  enforcesConditions: true,
  keepsAnyKey: false,
  listsByBytes: true,
}))

describe('the file store', () => {
  it.each(['../outside', 'a/../../outside', '/etc/passwd', 'a//b', './a', 'a/.', '', 'nul\0byte'])('refuses the key %j', async key => {
    await expect(store.put(key, text('x'))).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' })
    await expect(readAll(store, key)).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' })
    expect(await readdir(folder)).toEqual(['root'])
  })

  it('neither writes nor reads through a link that leads out', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'parquetry-outside-'))
    await writeFile(join(outside, 'secret'), 'secret')
    await mkdir(join(root, 'links'), { recursive: true })
    await symlink(outside, join(root, 'links/folder'))
    await symlink(join(outside, 'secret'), join(root, 'links/file'))
    await expect(store.put('links/folder/new', text('x'))).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' })
    await expect(readAll(store, 'links/folder/secret')).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' })
    await expect(readAll(store, 'links/file')).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' })
    await store.put('links/file', text('replaced'))
    expect(await readFile(join(outside, 'secret'), 'utf8')).toBe('secret')
    expect(await readFile(join(root, 'links/file'), 'utf8')).toBe('replaced')
    expect(await readdir(outside)).toEqual(['secret'])
    await rm(outside, { recursive: true })
  })

  it('neither lists nor leaves unfinished files', async () => {
    const writer = store.writer('unfinished/a')
    await writer.write(text('abc'))
    expect(await keys(store, 'unfinished/')).toEqual([])
    expect(await readdir(join(root, 'unfinished'))).toHaveLength(1)
    await writer.abort()
    expect(await readdir(join(root, 'unfinished'))).toEqual([])
  })

  it('names the path that cannot be written', async () => {
    await store.put('a-file', text('x'))
    await expect(store.put('a-file/below', text('x'))).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' })
  })
})
