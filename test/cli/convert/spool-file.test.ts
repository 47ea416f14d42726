import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { SpoolFile } from '../../../src/cli/convert/spool-file.ts'

const spooled = () => readdirSync(tmpdir()).filter(name => /^parquetry-\w{6}$/.test(name))

async function bytesOf(source: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of source) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

describe('SpoolFile', () => {
  it('gives back what was written, as often as asked, and what was added since', async () => {
    const spool = await SpoolFile.create()
    expect(await bytesOf(spool.read())).toBe('')
    await spool.write(Buffer.from('one '))
    await spool.write(Buffer.from('two'))
    expect([await bytesOf(spool.read()), await bytesOf(spool.read())]).toEqual(['one two', 'one two'])
    await spool.write(Buffer.from(' three'))
    expect(await bytesOf(spool.read())).toBe('one two three')
    expect(spool.size).toBe(13)
    await spool.close()
  })

  it('holds more than one read takes', async () => {
    const spool = await SpoolFile.create()
    const block = Buffer.alloc(700_000, 'x')
    for (let n = 0; n < 4; n++) await spool.write(block)
    expect((await bytesOf(spool.read())).length).toBe(2_800_000)
    await spool.close()
  })

  it('has no name while it is used, so that not even SIGKILL leaves it', async () => {
    const before = spooled()
    const spool = await SpoolFile.create()
    await spool.write(Buffer.from('secret'))
    expect(spooled()).toEqual(before)
    await spool.close()
  })
})
