// Whether a contender's Parquet file holds what the CSV holds. DuckDB reads both; nothing is timed that was not found equal.

import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { literal, readCsv } from '../duckdb/read-csv.ts'
import { duckdbType } from '../duckdb/type.ts'
import type { Shape } from '../shapes/shape.ts'
import { type Fingerprint, fingerprint } from './fingerprint.ts'

export interface Verdict {
  /** What differs, as in `l_tax: largest is 0.09 instead of 0.08`; empty when the files are equal. */
  differences: string[]
  /** Columns of another type that hold the same values, as in `DOUBLE instead of DECIMAL(15,2): l_discount, l_tax`. */
  otherTypes: string[]
}

/** Of CSVs, by path: several scenarios use the same ones. */
const expectedOf = new Map<string, Fingerprint>()

/** Compares any number of outputs with their CSVs. Close it before anything is timed. */
export class Verifier {
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance
    this.#connection = connection
  }

  static async open(): Promise<Verifier> {
    const instance = await DuckDBInstance.create(':memory:')
    return new Verifier(instance, await instance.connect())
  }

  async verify(csv: string, parquet: string, shape: Shape): Promise<Verdict> {
    const expected = expectedOf.get(csv) ?? (await fingerprint(this.#connection, readCsv(csv, shape), shape))
    expectedOf.set(csv, expected)
    const types = await this.#columnTypes(parquet)
    const missing = shape.columns.filter(({ name }) => !types.has(name)).map(({ name }) => `column ${name} is missing`)
    if (missing.length > 0) return { differences: missing, otherTypes: [] }
    return {
      differences: differences(expected, await fingerprint(this.#connection, readParquet(parquet), shape)),
      otherTypes: otherTypes(types, shape),
    }
  }

  close(): void {
    this.#connection.closeSync()
    this.#instance.closeSync()
  }

  async #columnTypes(parquet: string): Promise<Map<string, string>> {
    const reader = await this.#connection.runAndReadAll(`DESCRIBE FROM ${readParquet(parquet)}`)
    return new Map(reader.getRows().map(row => [String(row[0]), String(row[1])]))
  }
}

function readParquet(path: string): string {
  return `read_parquet(${literal(path)})`
}

function differences(expected: Fingerprint, actual: Fingerprint): string[] {
  return [...expected]
    .filter(([measure, value]) => actual.get(measure) !== value)
    .map(([measure, value]) => `${measure} is ${actual.get(measure)} instead of ${value}`)
}

function otherTypes(types: ReadonlyMap<string, string>, shape: Shape): string[] {
  const columns = shape.columns.filter(({ name, type }) => types.get(name) !== duckdbType(type))
  const groups = Map.groupBy(columns, ({ name, type }) => `${types.get(name)} instead of ${duckdbType(type)}`)
  return [...groups].map(([difference, members]) => `${difference}: ${enumerated(members.map(({ name }) => name))}`)
}

const namesShown = 6

function enumerated(names: readonly string[]): string {
  const rest = names.length - namesShown
  return rest <= 1 ? names.join(', ') : `${names.slice(0, namesShown).join(', ')} and ${rest} more`
}
