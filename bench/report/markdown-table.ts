// A Markdown table that also reads well as plain text: first and last column to the left, the others to the right.

export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) => Math.max(...[title, ...rows.map(row => row[column] ?? '')].map(cell => cell.length)))
  const isLeft = (column: number) => column === 0 || column === header.length - 1
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (isLeft(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(' | ')} |`
  const rule = widths.map((width, column) => (isLeft(column) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(header), line(rule), ...rows.map(line)].join('\n')
}
