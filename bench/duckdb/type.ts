// Column types as DuckDB names them.

const names: Readonly<Record<string, string>> = {
  int: 'INTEGER',
  long: 'BIGINT',
  double: 'DOUBLE',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMP WITH TIME ZONE',
  string: 'VARCHAR',
  uuid: 'UUID',
}

export function duckdbType(type: string): string {
  const name = names[type] ?? (type.startsWith('decimal(') ? type.toUpperCase() : undefined)
  if (!name) throw new Error(`no DuckDB type for "${type}"`)
  return name
}
