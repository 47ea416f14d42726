// Known-bad variants of the product, one small change each, and the least that must notice it.

/** What is run against a mutant; it must fail. */
export type Check =
  /** A test file, and a pattern on the names of its tests. */
  | { jest: string; named?: string }
  /** So many histories, seeds 1, 2, … */
  | { histories: number }
  /** Every n-th crash point of a scenario. */
  | { crashPoints: string; every: number }

export interface Mutant {
  name: string
  file: string
  /** Must stand in the file exactly once. */
  from: string
  to: string
  caughtBy: Check
}

export const mutants: readonly Mutant[] = [
  {
    name: 'drops the last row when no line break ends it',
    file: 'src/csv/record-blocks.ts',
    from: 'if (this.#ended) this.#endLastRecord()',
    to: 'if (this.#ended) return undefined',
    caughtBy: { jest: 'test/convert/extremes.test.ts', named: 'T30' },
  },
  {
    name: 'swallows a gzip error',
    file: 'src/csv/run-through.ts',
    from: 'throw asFailure(error)\n  } finally',
    to: 'if (asFailure(error).code === undefined) throw error\n  } finally',
    caughtBy: { jest: 'test/csv/decompress.test.ts' },
  },
  {
    name: 'answers {} instead of what must come back',
    file: 'handlers/create-handler.ts',
    from: 'return { batchItemFailures: postponed.map(itemIdentifier => ({ itemIdentifier })) }',
    to: 'return (postponed.length > 999 ? { batchItemFailures: [] } : {}) as SQSBatchResponse',
    caughtBy: { jest: 'test/handlers/convert.test.ts', named: 'answers with exactly' },
  },
  {
    name: 'decodes a key twice',
    file: 'src/pipeline/parse-events.ts',
    from: "return decodeURIComponent(encoded.replaceAll('+', ' '))",
    to: "return decodeURIComponent(decodeURIComponent(encoded.replaceAll('+', ' ')))",
    caughtBy: { jest: 'test/pipeline/parse-events.test.ts' },
  },
  {
    name: 'deletes the message first',
    file: 'src/pipeline/handle-batch.ts',
    from: 'if (remainingMs() >= minimumMs || ',
    to: 'await pipeline.queue.delete(message.receipt)\n  if (remainingMs() >= minimumMs || ',
    caughtBy: { crashPoints: 'a first conversion', every: 10 },
  },
  {
    name: 'leaves a message to the queue that was put back too often',
    file: 'src/pipeline/handle-batch.ts',
    from: ' || isOverdue(pipeline, message)',
    to: '',
    caughtBy: { jest: 'test/pipeline/failures.test.ts', named: 'would take it away' },
  },
  {
    name: 'drops what has come of a source that breaks off',
    file: 'src/csv/row-group-spans.ts',
    from: 'this.#giveAll(this.#bytes)\n      this.break()',
    to: 'this.break()',
    caughtBy: { jest: 'test/convert/span-thread.test.ts', named: 'breaks off' },
  },
  {
    name: 'fills a slab that is still to be read',
    file: 'src/csv/row-group-spans.ts',
    from: 'this.#slabs.share(slab)',
    to: '',
    caughtBy: { jest: 'test/convert/determinism.test.ts', named: 'threads' },
  },
  {
    name: 'takes 412 for a failure without looking whose write it was',
    file: 'src/store/s3-write.ts',
    from: "const isDoubtful = hasStatus(error, 412) || hasName(error, 'NoSuchUpload')",
    to: "const isDoubtful = hasName(error, 'NoSuchUpload')",
    caughtBy: { jest: 'test/store/s3-store.test.ts', named: 'recognises its own write' },
  },
  {
    name: 'takes NoSuchUpload for a failure without looking',
    file: 'src/store/s3-write.ts',
    from: "const isDoubtful = hasStatus(error, 412) || hasName(error, 'NoSuchUpload')",
    to: 'const isDoubtful = hasStatus(error, 412)',
    caughtBy: { jest: 'test/store/s3-store.test.ts', named: 'recognises its own write' },
  },
  {
    name: 'takes 409 for "exists already"',
    file: 'src/store/s3-write.ts',
    from: '  } catch (error) {\n    const isDoubtful',
    to: "  } catch (error) {\n    if (hasStatus(error, 409)) return ''\n    const isDoubtful",
    caughtBy: { crashPoints: 'a first conversion', every: 1 },
  },
  {
    name: 'takes any object of the same size for its own write',
    file: 'src/store/s3-write.ts',
    from: 'head.Metadata?.[writeIdName] === id && head.ContentLength === size',
    to: 'head.Metadata !== undefined && id !== undefined && head.ContentLength === size',
    caughtBy: { jest: 'test/store/s3-store.test.ts', named: 'what another wrote meanwhile' },
  },
  {
    name: 'trusts an ETag to be the MD5 of the content',
    file: 'src/store/s3-writer.ts',
    from: 'return await finishWrite(this.#write, this.#size, () => sendIntact(content.ChecksumCRC32, send))',
    to: `const etag = await finishWrite(this.#write, this.#size, () => sendIntact(content.ChecksumCRC32, send))
    const { createHash } = await import('node:crypto')
    if (etag !== \`"\${createHash('md5').update(Body).digest('hex')}"\`) throw new Failure({ code: 'STORE_UNAVAILABLE' })
    return etag`,
    caughtBy: { histories: 8 },
  },
  {
    name: 'infers floats for integers',
    file: 'src/csv/infer.ts',
    from: "return { type: { name: isInt32(evidence) ? 'int' : 'long' } }",
    to: "return { type: { name: isInt32(evidence) ? 'int' : 'double' } }",
    caughtBy: { jest: 'test/convert/inference.test.ts' },
  },
  {
    name: 'takes day before month where nothing proves it',
    file: 'src/csv/infer.ts',
    from: 'reading !== undefined && other === undefined ? reading',
    to: 'reading !== undefined && (other ?? reading) ? reading',
    caughtBy: { jest: 'test/convert/inference.test.ts' },
  },
  {
    name: 'takes a body that ends early for the whole one',
    file: 'src/store/s3-range.ts',
    from: '      throw cutOff(reading, at, end)\n',
    to: "      if (reading.key === '') throw cutOff(reading, at, end)\n      return\n",
    caughtBy: { jest: 'test/store/s3-read.test.ts' },
  },
  {
    name: 'reads whatever version lies there by now',
    file: 'src/pipeline/convert-object.ts',
    from: 'ifMatch: source.etag, ...versionId',
    to: '...versionId',
    caughtBy: { jest: 'test/pipeline/process-object.test.ts' },
  },
  {
    name: 'does not count rows before it publishes',
    file: 'src/pipeline/convert-object.ts',
    from: '    checkRows(report)\n',
    to: '    if (report.rowsParsed < 0) checkRows(report)\n',
    caughtBy: { jest: 'test/pipeline/process-object.test.ts' },
  },
  {
    name: 'forgets to abort uploads',
    file: 'src/pipeline/convert-object.ts',
    from: 'await Promise.all(outputs.map(({ writer }) => writer.abort()))',
    to: 'await Promise.all(outputs.slice(0, 0).map(({ writer }) => writer.abort()))',
    caughtBy: { crashPoints: 'a multipart upload', every: 4 },
  },
  {
    name: 'overwrites outputs without a condition',
    file: 'src/pipeline/publish.ts',
    from: 'await output.writer.commit(conditions[index])',
    to: 'await output.writer.commit(conditions.length < index ? conditions[index] : undefined)',
    caughtBy: { jest: 'test/pipeline/overtaken.test.ts' },
  },
  {
    name: 'advances the ledger without a condition',
    file: 'src/pipeline/ledger.ts',
    from: 'condition: from.etag === undefined ? { ifAbsent: true } : { ifMatch: from.etag },',
    to: '...(from.etag === "" ? { condition: { ifAbsent: true } } : {}),',
    caughtBy: { jest: 'test/pipeline/overtaken.test.ts' },
  },
  {
    name: 'says that it is done before the outputs are there',
    file: 'src/pipeline/publish.ts',
    from: "{ ...planned, state: 'publishing', ...carried }",
    to: "{ ...planned, state: 'done', ...carried }",
    caughtBy: { crashPoints: 'an overwrite with other partitions', every: 7 },
  },
  {
    name: 'publishes good rows before the rejected ones',
    file: 'src/pipeline/publish.ts',
    from: "await commitAll('rejects')\n  await commitAll('data')",
    to: "await commitAll('data')\n  await commitAll('rejects')",
    caughtBy: { jest: 'test/pipeline/failures.test.ts', named: 'T71' },
  },
  {
    name: 'leaves the partitions that only the version before had',
    file: 'src/pipeline/publish.ts',
    from: '  await sweep(pipeline, intent, stale)\n',
    to: '',
    caughtBy: { jest: 'test/pipeline/process-object.test.ts' },
  },
  {
    name: 'leaves a failed version that a newer one has overtaken',
    file: 'src/pipeline/publish.ts',
    from: '  await clearRetry(pipeline, failed, entry.source)\n',
    to: '  await clearRetry(pipeline, failed.slice(0, 0), entry.source)\n',
    caughtBy: { jest: 'test/pipeline/failures.test.ts' },
  },
  {
    name: 'deletes leftovers without seeing that the ledger stands still',
    file: 'src/pipeline/strays.ts',
    from: '  await requireStanding(pipeline, { entry, etag })\n',
    to: '',
    caughtBy: { jest: 'test/pipeline/overtaken.test.ts' },
  },
  {
    name: 'deletes a failed source without a copy of it',
    file: 'src/pipeline/retry-object.ts',
    from: '  await store.copy(source.key, to, { ifMatch: source.etag })\n',
    to: '',
    caughtBy: { crashPoints: 'a file that fails', every: 20 },
  },
  {
    name: 'sends no dead letter',
    file: 'src/pipeline/give-up.ts',
    from: '  await sendDeadLetter(pipeline, delivery.message, failure, { key, ...moved, isOnlyEvent: delivery.isOnlyEvent })\n',
    to: '',
    caughtBy: { crashPoints: 'a file that fails', every: 20 },
  },
  {
    name: 'takes a failing look for "not there"',
    file: 'src/store/s3-store.ts',
    from: "if (hasStatus(error, 404)) return undefined\n    throw awsFailure(error, 'read', objectUrl(target, key))",
    to: "if (hasStatus(error, 404) || hasStatus(error, 403)) return undefined\n    throw awsFailure(error, 'read', objectUrl(target, key))",
    caughtBy: { crashPoints: 'a first conversion', every: 1 },
  },
  {
    name: 'takes a missing permission for bad data',
    file: 'src/failure/codes.ts',
    from: "ACCESS_DENIED: operator('access is denied'",
    to: "ACCESS_DENIED: permanent('access is denied'",
    caughtBy: { jest: 'test/pipeline/failures.test.ts' },
  },
  {
    name: 'deletes what it gave up without another look at the ledger',
    file: 'src/pipeline/retry-object.ts',
    from: '  await requireStanding(pipeline, position)\n',
    to: "  if (key === '') await requireStanding(pipeline, position)\n",
    caughtBy: { jest: 'test/pipeline/give-up.test.ts', named: 'stalls before it deletes' },
  },
  {
    name: 'clears the retry prefix of the only copy',
    file: 'src/pipeline/retry-object.ts',
    from: 'if (isGone && (await isReported(',
    to: 'if (isGone && !(await isReported(',
    caughtBy: { jest: 'test/pipeline/give-up.test.ts', named: 'brings it back' },
  },
  {
    name: 'trusts quotes that stand where no quote may when it cuts row groups',
    file: 'src/csv/quote-parity.ts',
    from: 'if (exports.followQuotes(0, piece.length) === 0) return false',
    to: 'exports.followQuotes(0, piece.length)',
    caughtBy: { jest: 'test/csv/row-group-spans.test.ts' },
  },
  {
    name: 'leaves corrected rows where their version goes',
    file: 'src/pipeline/remove-outputs.ts',
    from: 'for (const key of fixes) if (!(await retire(',
    to: 'for (const key of fixes.slice(1)) if (!(await retire(',
    caughtBy: { crashPoints: 'corrected rows of a version that is overwritten', every: 100 },
  },
  {
    name: 'takes corrected rows for those of a later version',
    file: 'src/pipeline/fix-source.ts',
    from: 'return rejected.lastModified > found.lastModified || (isLate && isSameTime) ?',
    to: 'return isLate && isSameTime ?',
    caughtBy: { jest: 'test/pipeline/fix.test.ts', named: 'refused' },
  },
  {
    name: 'converts before the marker is there',
    file: 'src/pipeline/ready-marker.ts',
    from: 'return found.some(info => info !== undefined)',
    to: 'return found.length > 0',
    caughtBy: { crashPoints: 'a marker after its files', every: 100 },
  },
  {
    name: 'forgets the last file that waits for a marker',
    file: 'src/pipeline/ready-marker.ts',
    from: 'await queue.sendAll(waiting.map(',
    to: 'await queue.sendAll(waiting.slice(0, -1).map(',
    caughtBy: { crashPoints: 'a marker after its files', every: 100 },
  },
  {
    name: 'leaves half a publication where the marker goes',
    file: 'src/pipeline/process-object.ts',
    from: 'if (!isBegun(from, source) && !(await isReady(',
    to: 'if (!(await isReady(',
    caughtBy: { jest: 'test/pipeline/ready-marker.test.ts', named: 'interrupted' },
  },
  {
    name: 'empties the retry prefix as soon as a failed file is brought back',
    file: 'src/pipeline/apply-redrive.ts',
    from: 'if (await isConverted(pipeline, key)) await removeSeen(pipeline, seen)',
    to: 'await removeSeen(pipeline, seen)\n  await isConverted(pipeline, key)',
    caughtBy: { jest: 'test/pipeline/redrive.test.ts', named: 'gives the file up again' },
  },
]
