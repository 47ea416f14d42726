// Text in an old encoding: the TextDecoder of that encoding, inverted.

const tables = new Map<string, Map<string, number[]>>()

/** @throws Error for a character that the encoding lacks */
export function encoded(text: string, label: string): Buffer {
  const table = tables.get(label) ?? tableOf(label)
  tables.set(label, table)
  return Buffer.from(
    [...text].flatMap(character => {
      const bytes = table.get(character)
      if (bytes === undefined) throw new Error(`${label} has no ${character}`)
      return bytes
    }),
  )
}

/** One byte, or two. */
function tableOf(label: string): Map<string, number[]> {
  const decoder = new TextDecoder(label)
  const table = new Map<string, number[]>()
  const add = (bytes: number[]) => {
    const text = decoder.decode(Uint8Array.from(bytes))
    if ([...text].length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, bytes)
  }
  for (let byte = 0; byte < 256; byte++) add([byte])
  if (label === 'shift_jis' || label === 'gbk')
    for (let lead = 0x81; lead < 0xff; lead++) for (let trail = 0x40; trail < 0xff; trail++) add([lead, trail])
  return table
}
