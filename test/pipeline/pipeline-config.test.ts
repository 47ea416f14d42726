import { checkConfig, defaultPipelineConfig, type PipelineConfig } from '../../src/pipeline/pipeline-config.ts'

const config: PipelineConfig = { ...defaultPipelineConfig, bucket: 'b' }

describe('a configuration', () => {
  it('of defaults is fine', () => {
    expect(checkConfig(config)).toBe(config)
  })

  it.each<[Partial<PipelineConfig>]>([
    [{ outputPrefix: 'incoming/parquet/' }],
    [{ outputPrefix: 'incoming/' }],
    [{ inputPrefix: 'parquet/in/' }],
    [{ retryPrefix: 'incoming/retry/' }],
    [{ rejectPrefix: 'incoming/rejects/' }],
    [{ archivePrefix: 'incoming/archive/' }],
    [{ statePrefix: 'incoming/_parquetry/' }],
    [{ retryPrefix: 'parquet/retry/' }],
  ])('S14, T53: that could feed on its own outputs is refused: %j', change => {
    expect(() => checkConfig({ ...config, ...change })).toThrow(expect.objectContaining({ code: 'PREFIX_OVERLAP' }))
  })

  it.each<[Partial<PipelineConfig>]>([
    [{ bucket: '' }],
    [{ inputPrefix: '' }],
    [{ inputPrefix: '/' }],
    [{ inputPrefix: 'incoming' }],
    [{ inputPrefix: '/incoming/' }],
    [{ inputPrefix: 'a//b/' }],
    [{ outputPrefix: '../parquet/' }],
    [{ maxReceives: 1 }],
    [{ maxReceives: 2.5 }],
    [{ threads: 0 }],
  ])('that makes no sense is refused: %j', change => {
    expect(() => checkConfig({ ...config, ...change })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  })

  it('may have prefixes that begin alike', () => {
    checkConfig({ ...config, inputPrefix: 'data/', outputPrefix: 'data-parquet/' })
  })
})
