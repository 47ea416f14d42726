// The hash of all rows, whatever their order.

import { hashOfRow, hashOfText } from '../oracle/content-hash.ts'
import type { HostColumn } from './host/host-column.ts'
import { KernelHost } from './host/kernel-host.ts'
import { long, range, text } from './one-column.ts'

describe('the content hash', () => {
  const hashOf = (csv: string, columns: HostColumn[] = [long, text]) => new KernelHost({ columns }).run(Buffer.from(csv)).contentHash
  const base = hashOf('1,a\n2,b\n3,\n')

  it('does not depend on the order of the rows, nor on how they are written', () => {
    expect(hashOf('3,\n1,a\n2,b\n')).toBe(base)
    expect(hashOf('"+1","a"\r\n02,b\r\n 3 ,')).toBe(base)
  })

  it.each([
    ['a row less', '1,a\n2,b\n'],
    ['a row twice', '1,a\n2,b\n3,\n3,\n'],
    ['a changed cell', '1,a\n2,b\n4,\n'],
    ['cells exchanged between rows', '1,b\n2,a\n3,\n'],
    ['an empty text in place of null', '1,a\n2,b\n3,""\n'],
  ])('changes with %s', (_, csv) => {
    expect(hashOf(csv)).not.toBe(base)
  })

  it.each(range(100))('of a text of %i bytes is what its definition says', length => {
    const bytes = Buffer.from(range(length).map(i => 97 + ((i * 7 + length) % 26)))
    const host = new KernelHost({ columns: [text] })
    expect(host.run(Buffer.from(`"${bytes}"\n`)).contentHash).toBe(hashOfRow([hashOfText(bytes)]))
  })

  it('changes with cells exchanged between columns', () => {
    expect(hashOf('1,2\n', [long, long])).not.toBe(hashOf('2,1\n', [long, long]))
    expect(hashOf('1,\n', [long, long])).not.toBe(hashOf(',1\n', [long, long]))
  })

  it('is the same with and without bad rows in between', () => {
    expect(hashOf('1,a\nx,a\n2,b\n9,c,d\n3,\ny,\n')).toBe(base)
  })
})
