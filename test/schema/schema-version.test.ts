import { readDatasetFile } from '../../src/schema/dataset-file.ts'
import { schemaVersion } from '../../src/schema/schema-version.ts'

const versionOf = (text: string) => schemaVersion(readDatasetFile(`dataset: sales\nmatch: sales/*.csv\n${text}`, 'sales.yaml'))

it('is the same for files that mean the same', () => {
  expect(versionOf('')).toBe('e96e71db7277f481') // ledgers hold it
  expect(versionOf('# a remark\ncodec: zstd\nonBadRow: fail\n')).toBe(versionOf(''))
})

it.each(['codec: gzip', 'afterConvert: delete', 'columns: [{ name: a, type: int }]', 'limits: { columns: 3 }'])(
  'is another for %s',
  text => {
    expect(versionOf(text)).not.toBe(versionOf(''))
  },
)
