// The commands, in the order of the overview. Each is loaded when it is run, so that none pays for another's libraries.

import type { Command } from './command.ts'

const loaders: Readonly<Record<string, () => Promise<Command>>> = {
  convert: async () => (await import('./convert.ts')).convert,
  infer: async () => (await import('./infer.ts')).infer,
  inspect: async () => (await import('./inspect.ts')).inspect,
  cat: async () => (await import('./cat.ts')).cat,
  up: async () => (await import('./up.ts')).up,
  drop: async () => (await import('./drop.ts')).drop,
  status: async () => (await import('./status.ts')).status,
  history: async () => (await import('./history.ts')).history,
  reconcile: async () => (await import('./reconcile.ts')).reconcile,
  verify: async () => (await import('./verify.ts')).verify,
  redrive: async () => (await import('./redrive.ts')).redrive,
}

export const commandNames: readonly string[] = Object.keys(loaders)

export async function loadCommand(name: string): Promise<Command | undefined> {
  return Object.hasOwn(loaders, name) ? loaders[name]?.() : undefined
}

export async function loadCommands(): Promise<Command[]> {
  return Promise.all(Object.values(loaders).map(load => load()))
}
