// HTTP servers of tests: on loopback, on a port that is free.

import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Returns the endpoint. */
export async function startOnLoopback(server: Server): Promise<string> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Breaks the connections that are open. */
export async function stopServer(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
}
