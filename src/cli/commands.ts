// The commands, in the order of the overview. Each is loaded when it is run, so that none pays for another's libraries.

import type { Command } from './command.ts'

/** By name. */
export type Commands = Readonly<Record<string, () => Promise<Command>>>

export const commands: Commands = {
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

export function loadCommands(commands: Commands): Promise<Command[]> {
  return Promise.all(Object.values(commands).map(load => load()))
}
