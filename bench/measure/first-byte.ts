// A cold function: imports the bundled handler, hands it an event, and prints when the import was done and when the kernel was given its
// first bytes, in milliseconds from before the import (one line of JSON). Started as `node first-byte.ts HANDLER EVENT`.

export interface FirstByte {
  importedMs: number
  parsedMs: number
}

const [handlerPath, event] = process.argv.slice(2)
if (!handlerPath || !event) throw new Error('usage: first-byte.ts HANDLER EVENT')

let parsed: number | undefined
watchScan(() => {
  parsed ??= performance.now()
})
const start = performance.now()
const { handler } = await import(handlerPath)
const imported = performance.now()
const answer = await handler(JSON.parse(event), { functionName: 'convert', getRemainingTimeInMillis: () => 900_000 })
if (parsed === undefined || answer.batchItemFailures.length > 0) throw new Error(`nothing was converted: ${JSON.stringify(answer)}`)
process.stderr.write(`\nFIRST BYTE ${JSON.stringify({ importedMs: imported - start, parsedMs: parsed - start })}\n`)

/** Calls `onScan` whenever an instance of the kernel begins to scan. */
function watchScan(onScan: () => void): void {
  const { Instance } = WebAssembly
  WebAssembly.Instance = class {
    readonly exports: Record<string, unknown>

    constructor(...parameters: ConstructorParameters<typeof Instance>) {
      const { exports } = new Instance(...parameters)
      const { scan } = exports
      this.exports = typeof scan === 'function' ? { ...exports, scan: watched(scan as (...values: number[]) => void) } : exports
    }
  }

  function watched(scan: (...values: number[]) => void) {
    return (...values: number[]) => {
      onScan()
      scan(...values)
    }
  }
}
