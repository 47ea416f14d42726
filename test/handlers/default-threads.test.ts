import { defaultThreads } from '../../handlers/default-threads.ts'

it.each([
  [undefined, 1],
  ['128', 1],
  ['1769', 1],
  ['1770', 2],
  ['3538', 2],
  ['10240', 6],
])('memory of %s MB: %i threads', (AWS_LAMBDA_FUNCTION_MEMORY_SIZE, threads) => {
  expect(defaultThreads({ AWS_LAMBDA_FUNCTION_MEMORY_SIZE })).toBe(threads)
})
