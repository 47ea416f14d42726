// The part of parquetjs-lite that is used; the package brings no types.

declare module 'parquetjs-lite' {
  interface FieldDefinition {
    type: string
    optional: boolean
    compression: 'UNCOMPRESSED' | 'GZIP' | 'SNAPPY'
  }

  class ParquetSchema {
    constructor(fields: Readonly<Record<string, FieldDefinition>>)
  }

  class ParquetWriter {
    static openFile(schema: ParquetSchema, path: string): Promise<ParquetWriter>
    appendRow(row: Readonly<Record<string, unknown>>): Promise<void>
    close(): Promise<void>
  }

  const parquet: { ParquetSchema: typeof ParquetSchema; ParquetWriter: typeof ParquetWriter }
  export default parquet
}
