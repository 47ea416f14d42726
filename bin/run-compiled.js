// Runs a CommonJS file with the code that V8 made of it in an earlier process.
//
// Node's compile cache keeps what is compiled before a file runs. Most functions are compiled when they are first called, and so they would be
// in every process anew, which is a fifth of the time that a small conversion takes. So what V8 has made of the file is kept once more, when
// it has run for a while: in the folder of Node's cache (which is for one version of Node, processor and user), and only where that is on;
// by the checksum of the source, with a checksum of its own in front.

// An import of Node's modules would load whatever they export.
const { readFileSync, renameSync, writeFileSync } = process.getBuiltinModule('node:fs')
const { createRequire, getCompileCacheDir } = process.getBuiltinModule('node:module')
const { dirname, join } = process.getBuiltinModule('node:path')
const { fileURLToPath } = process.getBuiltinModule('node:url')
const { Script } = process.getBuiltinModule('node:vm')
const { crc32 } = process.getBuiltinModule('node:zlib')

const keptAfterMs = 1000

/** @param url of a file in ASCII; it has `require`, `__filename` and `__dirname` */
export function runCompiled(url) {
  const filename = fileURLToPath(url)
  const source = readFileSync(filename)
  const cacheFolder = getCompileCacheDir()
  const cacheFile = cacheFolder && join(cacheFolder, `parquetry-${crc32(source).toString(16)}`)
  const cachedData = cacheFile && readCache(cacheFile)
  const script = new Script(`(function (require, __filename, __dirname) { ${source.latin1Slice()}\n})`, { filename, cachedData })
  script.runInThisContext()(createRequire(url), filename, dirname(filename))
  if (cacheFile && (cachedData === undefined || script.cachedDataRejected)) keepLater(script, cacheFile)
}

function readCache(file) {
  try {
    const bytes = readFileSync(file)
    const data = bytes.subarray(4)
    return crc32(data) === bytes.readUInt32LE(0) ? data : undefined
  } catch {
    return undefined // none yet
  }
}

/** Soon enough that V8 has not yet thrown away what only the start needs; a command that fails has not shown what a conversion needs. */
function keepLater(script, file) {
  const keepAtExit = code => {
    if (code === 0) keep(script, file)
  }
  process.once('exit', keepAtExit)
  setTimeout(() => {
    process.off('exit', keepAtExit)
    keep(script, file)
  }, keptAfterMs).unref()
}

function keep(script, file) {
  try {
    const data = script.createCachedData()
    const checksum = Buffer.alloc(4)
    checksum.writeUInt32LE(crc32(data))
    const unfinished = `${file}.${process.pid}`
    writeFileSync(unfinished, Buffer.concat([checksum, data]))
    renameSync(unfinished, file)
  } catch {} // a folder that cannot be written to costs time, nothing else
}
