// An output as a destination of the conversion, with what must be known around it: its names, and what an earlier conversion left there.

import type { Writable } from 'node:stream'
import { csvContentType, ndjsonContentType, parquetContentType } from '../../convert/content-types.ts'
import type { Destination } from '../../convert/convert.ts'
import { fileFailure } from '../../store/file-failure.ts'
import type { ObjectStore, ObjectWriter } from '../../store/store.ts'
import { rejectReasonsSuffix, rejectRowsSuffix } from '../file-names.ts'
import { writeText } from '../write-text.ts'
import { formatOutput, type Output } from './plan-outputs.ts'
import { SpoolFile } from './spool-file.ts'

export interface Target {
  destination: Destination
  /** For messages and reports: the data of a partition (empty without), and the reject files. */
  dataName(partition: string): string
  rejectRowsName: string
  rejectReasonsName: string
  /** Partitions that hold this output from an earlier conversion; a single empty one without partitions. */
  existing(): Promise<string[]>
  remove(partition: string): Promise<void>
}

export interface Stores {
  openFolder(folder: string): Promise<ObjectStore>
  openBucket(bucket: string): Promise<ObjectStore>
}

export async function openTarget(output: Output, partitioned: boolean, stores: Stores, stdout: Writable): Promise<Target> {
  if (output.kind === 'stream') return streamTarget(stdout)
  if (output.kind === 'file') return storeTarget(output, '', partitioned, await stores.openFolder(output.folder))
  return storeTarget(output, output.folder, partitioned, await stores.openBucket(output.bucket))
}

function storeTarget(output: Exclude<Output, { kind: 'stream' }>, prefix: string, partitioned: boolean, store: ObjectStore): Target {
  const { name } = output
  const stem = name.replace(/\.parquet$/i, '')
  const rejectRows = stem + rejectRowsSuffix
  const rejectReasons = stem + rejectReasonsSuffix
  return {
    destination: {
      data: partition => store.writer(prefix + partition + name, { contentType: parquetContentType }),
      rejectedRows: () => store.writer(prefix + rejectRows, { contentType: csvContentType }),
      rejectReasons: () => store.writer(prefix + rejectReasons, { contentType: ndjsonContentType }),
    },
    dataName: partition => formatOutput(output, partition),
    rejectRowsName: formatOutput(output, '', rejectRows),
    rejectReasonsName: formatOutput(output, '', rejectReasons),
    existing: () => (partitioned ? partitionsWith(store, prefix, name) : rootIfThere(store, prefix + name)),
    remove: partition => store.delete(prefix + partition + name),
  }
}

async function rootIfThere(store: ObjectStore, key: string): Promise<string[]> {
  return (await store.head(key)) ? [''] : []
}

async function partitionsWith(store: ObjectStore, prefix: string, name: string): Promise<string[]> {
  const partitions: string[] = []
  for await (const { key } of store.list(prefix)) {
    const folders = key.slice(prefix.length).split('/')
    if (folders.pop() === name && folders.length > 0 && folders.every(folder => folder.includes('=')))
      partitions.push(`${folders.join('/')}/`)
  }
  return partitions
}

function streamTarget(stdout: Writable): Target {
  const noPlace = (): never => {
    throw new Error('rejected records have no place beside stdout') // refused by planOutputs
  }
  return {
    destination: { data: () => new StreamWriter(stdout), rejectedRows: noPlace, rejectReasons: noPlace },
    dataName: () => 'stdout',
    rejectRowsName: '',
    rejectReasonsName: '',
    existing: async () => [],
    remove: async () => {},
  }
}

/** Keeps the output until it is complete: whoever reads stdout gets a whole Parquet file or nothing. */
class StreamWriter implements ObjectWriter {
  #stdout: Writable
  #spool: Promise<SpoolFile>

  constructor(stdout: Writable) {
    this.#stdout = stdout
    this.#spool = SpoolFile.create()
    this.#spool.catch(() => {}) // told by the first write
  }

  async write(bytes: Uint8Array): Promise<void> {
    await (await this.#spool).write(bytes)
  }

  async commit(): Promise<{ etag: string; size: number }> {
    const spool = await this.#spool
    for await (const bytes of spool.read()) await this.#pass(bytes)
    await spool.close()
    return { etag: '', size: spool.size }
  }

  async abort(): Promise<void> {
    await (await this.#spool).close()
  }

  async #pass(bytes: Uint8Array): Promise<void> {
    try {
      await writeText(this.#stdout, bytes)
    } catch (error) {
      throw fileFailure(error, 'write', 'stdout')
    }
  }
}
