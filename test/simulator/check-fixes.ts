// What must hold of corrected rows at every moment: they belong to the rejected rows that lay there when they were dropped, and to no others.
// Told from the list of everything that was stored and deleted. The times of S3 are whole seconds, so what happens within one may be taken
// in either order.

import { isFix } from './datasets.ts'
import { parentOf, rejectKey } from './expected.ts'
import { csvText, type SourceVersion } from './source-text.ts'
import type { World } from './world.ts'

type Change = World['changes'][number]

interface Lying {
  text: string
  at: number // ms
}

/** A fix as it came, and the rejected rows that lay there then. */
interface Correction {
  at: number // ms
  of: Lying | undefined
}

export class FixWatch {
  readonly #rejects = new Map<string, Lying>() // by key of the reject file
  readonly #corrections = new Map<string, Correction[]>() // by text of the fix

  see({ key, object, at }: Change): void {
    const text = object?.body.toString()
    if (key.startsWith('rejects/')) {
      if (text === undefined) this.#rejects.delete(key)
      else this.#rejects.set(key, { text, at })
    }
    if (!isFix(key) || text === undefined) return
    const of = this.#rejects.get(rejectKey(parentOf(key)))
    this.#corrections.set(text, [...(this.#corrections.get(text) ?? []), { at, of }])
  }

  /** Its rows are published. */
  checkPublished(source: SourceVersion): string[] {
    if (!isFix(source.key)) return []
    const now = this.#rejects.get(rejectKey(parentOf(source.key)))
    const isFounded = this.#correctionsOf(source).some(({ of, at }) => of !== undefined || isSameSecond(now, at))
    return isFounded ? [] : [`I1: ${source.key} version ${source.version} is published, though it corrected nothing when it was dropped`]
  }

  /** Its rows stay published when all has come to rest. */
  checkStaying(source: SourceVersion): string[] {
    const now = this.#rejects.get(rejectKey(parentOf(source.key)))
    const isOfThese = this.#correctionsOf(source).some(({ of, at }) => of?.text === now?.text || isSameSecond(now, at))
    return isOfThese ? [] : [`I1: ${source.key} version ${source.version} is published beside rows that it does not correct`]
  }

  #correctionsOf(source: SourceVersion): Correction[] {
    return this.#corrections.get(csvText(source)) ?? []
  }
}

function isSameSecond(rejects: Lying | undefined, at: number): boolean {
  return rejects !== undefined && secondOf(rejects.at) === secondOf(at)
}

/** As S3 tells times. */
export function secondOf(ms: number): number {
  return Math.floor(ms / 1000)
}
