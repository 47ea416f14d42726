// What a store is told that a conversion's outputs are. Spec: https://www.iana.org/assignments/media-types

export const parquetContentType = 'application/vnd.apache.parquet'

/** Of the reject files, and of sources. */
export const csvContentType = 'text/csv'
export const ndjsonContentType = 'application/x-ndjson'
