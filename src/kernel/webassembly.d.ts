// The part of the WebAssembly JavaScript interface that the kernel's host uses; TypeScript has it in its DOM library only.

declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array)
  }

  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, (...parameters: never[]) => unknown>>)
    readonly exports: Record<string, unknown>
  }

  interface Memory {
    readonly buffer: ArrayBuffer
  }
}
