// A stream, some items at a time.

export async function* pages<Item>(items: AsyncIterable<Item> | Iterable<Item>, length: number): AsyncIterable<Item[]> {
  let page: Item[] = []
  for await (const item of items) {
    page.push(item)
    if (page.length < length) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}
