import { describeObjectStore } from '../store/object-store-contract.ts'
import { MemoryStore } from './memory-store.ts'

const store = new MemoryStore()
describeObjectStore('the memory store', () => ({
  store,
  keepsMetadata: true,
  enforcesConditions: true,
  keepsAnyKey: true,
  listsByBytes: true,
}))
