// How figures stand in tables.

const missing = '–'

/** `1.87 ×`; a dash where a figure is missing. */
export function times(figure: number | undefined, other: number | undefined, digits = 2): string {
  return figure === undefined || other === undefined ? missing : `${(figure / other).toFixed(digits)} ×`
}

/** `211` */
export function rateCell(rate: number | undefined): string {
  return rate?.toFixed(0) ?? missing
}

/** `157`, of 1,000,000 bytes. */
export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0)
}

/** `17.4 %` */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

/** `0.95` */
export function seconds(value: number): string {
  return value.toFixed(2)
}

/** `100 MB`, `1 GB` */
export function sizeName(bytes: number): string {
  return bytes >= 1e9 ? `${bytes / 1e9} GB` : `${bytes / 1e6} MB`
}
