// A Markdown table that also reads well as plain text: names to the left, figures to the right.

/** @param lefts how many of the first columns are names */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[], lefts = 1): string {
  const widths = header.map((title, column) => Math.max(...[title, ...rows.map(row => row[column] ?? '')].map(cell => cell.length)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column < lefts ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(' | ')} |`
  const rule = widths.map((width, column) => (column < lefts ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(header), line(rule), ...rows.map(line)].join('\n')
}
