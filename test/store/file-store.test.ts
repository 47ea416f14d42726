import { execFileSync, spawnSync } from 'node:child_process'
import { lstat, mkdir, mkdtemp, open, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { jest } from '@jest/globals'
import { fileStore } from '../../src/store/file-store.ts'
import type { ObjectStore } from '../../src/store/store.ts'
import { temporaryName } from '../../src/store/temporary-files.ts'
import { describeObjectStore, keys, readAll, text } from './object-store-contract.ts'

type Handle = Awaited<ReturnType<typeof open>>

/** Of all files that are open. */
async function spyOnHandles(method: 'datasync') {
  const handle = await open(fileURLToPath(import.meta.url))
  const prototype = Object.getPrototypeOf(handle) as Handle
  await handle.close()
  return jest.spyOn(prototype, method)
}

let folder: string
let root: string
let store: ObjectStore

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parquetry-files-'))
  root = join(folder, 'root')
  store = fileStore(root)
})

afterEach(() => {
  jest.restoreAllMocks()
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
  it.each(['../outside', 'a/../../outside', '/etc/passwd', 'a//b', './a', 'a/.', '', 'nul\0byte'])(
    'S11, T49: refuses the key %j',
    async key => {
      await expect(store.put(key, text('x'))).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' })
      await expect(readAll(store, key)).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' })
      expect(await readdir(folder)).toEqual(['root'])
    },
  )

  it('S31: neither writes nor reads through a link that leads out', async () => {
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

  it('tells at the end that the disk could not keep what was written long before', async () => {
    const datasync = await spyOnHandles('datasync')
    datasync.mockRejectedValueOnce(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }))
    const writer = store.writer('lost/on-the-way')
    for (let part = 0; part < 12; part++) {
      await writer.write(Buffer.alloc(1024 * 1024, part))
      while (part === 4 && datasync.mock.calls.length === 0) await setTimeout(1) // the first 4 MiB are in the file
    }
    expect(datasync).toHaveBeenCalledTimes(1)
    await expect(writer.commit()).rejects.toMatchObject({ data: { code: 'OUTPUT_UNWRITABLE', detail: expect.stringMatching(/EIO/) } })
    await writer.abort()
    expect(await keys(store, 'lost/')).toEqual([])
  })

  it('goes on writing while the disk is at work', async () => {
    const datasync = await spyOnHandles('datasync')
    const synced = Promise.withResolvers<void>()
    datasync.mockReturnValue(synced.promise)
    const writer = store.writer('slow/disk')
    for (let part = 0; part < 40; part++) {
      await writer.write(Buffer.alloc(1024 * 1024, part))
      await setTimeout(1)
    }
    expect(datasync).toHaveBeenCalledTimes(1) // one at a time: each takes a thread that could write
    let isCommitted = false
    const committed = writer.commit().then(() => (isCommitted = true))
    await setTimeout(20)
    expect(isCommitted).toBe(false)
    synced.resolve()
    await committed
    expect((await store.head('slow/disk'))?.size).toBe(40 * 1024 * 1024)
  })

  it('does not take the place of a pipe or a device', async () => {
    await mkdir(join(root, 'pipes'), { recursive: true })
    execFileSync('mkfifo', [join(root, 'pipes/pipe')])
    await expect(store.put('pipes/pipe', text('x'))).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' })
    await symlink('pipe', join(root, 'pipes/link'))
    await expect(store.put('pipes/link', text('x'))).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' })
    expect((await lstat(join(root, 'pipes/pipe'))).isFIFO()).toBe(true)
    expect(await readdir(join(root, 'pipes'))).toEqual(['link', 'pipe'])
  })

  it('neither lists nor leaves unfinished files', async () => {
    await mkdir(join(root, 'unfinished'), { recursive: true })
    const writer = store.writer('unfinished/a')
    await writer.write(text('abc'))
    while ((await readdir(join(root, 'unfinished'))).length === 0) await setTimeout(5)
    expect(await keys(store, 'unfinished/')).toEqual([])
    await writer.abort()
    expect(await readdir(join(root, 'unfinished'))).toEqual([])
  })

  it('names the path that cannot be written', async () => {
    await store.put('a-file', text('x'))
    await expect(store.put('a-file/below', text('x'))).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' })
  })

  const onLinux = process.platform === 'linux' ? it : it.skip // in /proc nobody can make a file, not even root
  onLinux('names the file that was asked for where its folder takes none, not the unfinished one', async () => {
    const detail = expect.stringMatching(/^no file can be made in its folder: E[A-Z]+: [a-z ]+$/)
    await expect(fileStore('/proc').put('x.parquet', text('x'))).rejects.toMatchObject({
      data: { code: 'OUTPUT_UNWRITABLE', source: 'x.parquet', detail },
    })
  })
})

describe('what is left behind', () => {
  it('an aborted writer takes the folders with it that were made for it, and no others', async () => {
    await mkdir(join(root, 'mine'), { recursive: true })
    const writers = ['new/day=1/a', 'new/day=2/a', 'mine/day=1/a', 'kept/b', 'kept/deep/c'].map(key => store.writer(key))
    for (const writer of writers) await writer.write(text('x'))
    await writers[3]!.commit()
    await Promise.all(writers.map(writer => writer.abort()))
    const left = await readdir(root, { recursive: true })
    expect(left.filter(path => /^(new|mine|kept)/.test(path)).sort()).toEqual(['kept', 'kept/b', 'mine'])
  })

  it('unfinished files of processes that are no more go with the next write, others stay', async () => {
    const directory = join(root, 'orphans')
    await mkdir(directory, { recursive: true })
    const ended = spawnSync(process.execPath, ['-e', '']).pid
    const [own = ''] = /^.*-(?=\d+-[0-9a-f]{8}-)/.exec(temporaryName()) ?? []
    const rest = '00000000-0000-4000-8000-000000000000'
    const names = { orphan: `${own}${ended}-${rest}`, fresh: `${own}${ended}-1${rest.slice(1)}`, running: `${own}${process.pid}-${rest}` }
    const elsewhere = `.parquetry-ffffffff-${ended}-${rest}`
    const hourAgo = new Date(Date.now() - 3_600_000)
    for (const name of [...Object.values(names), elsewhere]) await writeFile(join(directory, name), 'x')
    for (const name of [names.orphan, names.running, elsewhere]) await utimes(join(directory, name), hourAgo, hourAgo)
    await store.put('orphans/a', text('x'))
    expect((await readdir(directory)).sort()).toEqual([names.fresh, names.running, elsewhere, 'a'].sort())
  })
})
