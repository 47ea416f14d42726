// A cold function: imports the bundled handler, hands it an event, and prints when the import was done and when the kernel was given its
// first bytes, in milliseconds from before the import (one line of JSON). Started as `node first-byte.js HANDLER EVENT`. Plain JavaScript: the
// compiler that strips types would be at work in the process that is measured.

const [handlerPath, event] = process.argv.slice(2)
if (!handlerPath || !event) throw new Error('usage: first-byte.js HANDLER EVENT')

/** @type {number | undefined} */
let parsed
watchScan(() => {
  parsed ??= performance.now()
})
const start = performance.now()
const { handler } = await import(handlerPath)
const imported = performance.now()
const answer = await handler(JSON.parse(event), { functionName: 'convert', getRemainingTimeInMillis: () => 900_000 })
if (parsed === undefined || answer.batchItemFailures.length > 0) throw new Error(`nothing was converted: ${JSON.stringify(answer)}`)
process.stderr.write(`\nFIRST BYTE ${JSON.stringify({ importedMs: imported - start, parsedMs: parsed - start })}\n`)

/**
 * Calls `onScan` whenever an instance of the kernel begins to scan.
 * @param {() => void} onScan
 */
function watchScan(onScan) {
  const { Instance } = WebAssembly
  WebAssembly.Instance = class {
    /** @param {ConstructorParameters<typeof Instance>} parameters */
    constructor(...parameters) {
      const { exports } = new Instance(...parameters)
      const { scan } = exports
      this.exports =
        typeof scan === 'function' ? { ...exports, scan: watched(/** @type {(...values: number[]) => void} */ (scan)) } : exports
    }
  }

  /** @param {(...values: number[]) => void} scan */
  function watched(scan) {
    return (/** @type {number[]} */ ...values) => {
      onScan()
      scan(...values)
    }
  }
}
