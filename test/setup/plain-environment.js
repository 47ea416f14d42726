// Jest's environment for Node, with a global object like any other. Jest's own is a proxy behind V8's interceptors, where looking up `Math`,
// `BigInt` or `Uint8Array` takes many times as long as in a plain Node: code that computes spent most of its time there (zstd frames
// were tested in 16 s, now in 2.5 s). Each file still has a global object and built-ins of its own.

import vm from 'node:vm'
import { TestEnvironment } from 'jest-environment-node' // Jest's default, which comes with it

export default class PlainEnvironment extends TestEnvironment {
  constructor(config, context) {
    const { createContext } = vm
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY)
    try {
      super(config, context)
    } finally {
      vm.createContext = createContext
    }
  }
}
