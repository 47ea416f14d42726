// One instance of the kernel: its exports, and views of its memory. Each thread, and each conversion, has its own.
//
// A view is valid until the next call into the kernel: memory that grows leaves old views empty.

import { doubleTexts } from './double-texts.ts'
import type { Address, KernelExports } from './kernel-exports.ts'
import { type FoldRule, LocalTimes } from './local-times.ts'
import { powersOfFive } from './powers-of-five.ts'
import { roundToDouble, roundToFloat } from './round-number.ts'

export class Kernel {
  readonly exports: KernelExports
  readonly input: BlockInput
  readonly #zones: LocalTimes[] = []

  /** @param module kernel/ compiled: `build/kernel.wasm` */
  constructor(module: WebAssembly.Module) {
    const text = (address: Address, length: number) => latin1.decode(this.bytes(address, length))
    const env = {
      slowDouble: (address: Address, length: number) => roundToDouble(text(address, length)),
      slowFloat: (address: Address, length: number) => roundToFloat(text(address, length)),
      doubleTexts: (address: Address, length: number) => doubleTexts(text(address, length)),
      localStretch: (zone: number, localSeconds: bigint, address: Address) => this.#tellStretch(zone, Number(localSeconds), address),
    }
    this.exports = new WebAssembly.Instance(module, { env }).exports as unknown as KernelExports
    this.exports.setPowersOfFive(this.place(powersOfFive()))
    this.input = new BlockInput(this)
  }

  bytes(address: Address, length: number): Uint8Array {
    return new Uint8Array(this.exports.memory.buffer, address, length)
  }

  /**
   * A zstd frame of values that are `width` bytes wide and lie in the memory; undefined where they have too little in common with each other.
   * The memory may grow.
   */
  compressValues(address: Address, length: number, width: number): Uint8Array | undefined {
    const frameBytes = this.exports.compressValues(address, length, width)
    return frameBytes === 0 ? undefined : this.bytes(this.exports.getCompressed(), frameBytes)
  }

  /** `count` u32 words at an aligned address. */
  words(address: Address, count: number): Uint32Array {
    return new Uint32Array(this.exports.memory.buffer, address, count)
  }

  /** The number by which the kernel calls the zone, from 1. */
  addZone(name: string, folds: FoldRule): number {
    return this.#zones.push(new LocalTimes(name, folds))
  }

  /** Three i64 (kernel/zone.ts). */
  #tellStretch(zone: number, localSeconds: number, address: Address): void {
    const { from, until, offset } = this.#zones[zone - 1]!.stretchAt(localSeconds)
    const refused = -(2n ** 63n)
    const words = new BigInt64Array(this.exports.memory.buffer, address, 3)
    words.set([BigInt(from), BigInt(until), offset === undefined ? refused : BigInt(offset)])
  }

  /** Copies bytes into memory that is never given back. */
  place(bytes: Uint8Array): Address {
    const address = this.exports.allocate(bytes.length)
    this.bytes(address, bytes.length).set(bytes)
    return address
  }

  /** Places words, each behind its length; the empty one is left out. Returns their address and count. */
  placeWords(words: readonly string[]): [Address, number] {
    const texts = words.filter(word => word !== '').map(word => Buffer.from(word))
    const packed = texts.flatMap(text => [new Uint8Array(Uint32Array.of(text.length).buffer), text])
    return [this.place(Buffer.concat(packed)), texts.length]
  }
}

const latin1 = new TextDecoder('latin1')

/** The block's input area: offsets into it are what `scan` and its kin speak of. */
export class BlockInput {
  readonly #kernel: Kernel
  #address: Address = 0
  #capacity = 0

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  get capacity(): number {
    return this.#capacity
  }

  /** Makes room for blocks of `bytes`; what is there stays. */
  reserve(bytes: number): void {
    if (bytes <= this.#capacity) return
    this.#address = this.#kernel.exports.reserveBlock(bytes)
    this.#capacity = bytes
  }

  view(start: number, end: number): Uint8Array {
    return this.#kernel.bytes(this.#address + start, end - start)
  }
}
