// Where requests may go. They carry data and signatures, so: https, or http on this machine; and never to link-local addresses, where
// clouds hand out credentials. Endpoints come from the operator alone, but by many ways (our own settings, AWS_ENDPOINT_URL, the profile,
// the queue's URL), so each request is looked at once more before it leaves.

import { BlockList } from 'node:net'
import { Failure } from '../failure/failure.ts'

/** What carries a client's requests. */
interface RequestHandler<Rest extends unknown[], Answer> {
  handle(request: { protocol: string; hostname: string }, ...rest: Rest): Answer
}

/** @returns the endpoint as it was given @throws Failure CONFIG_INVALID */
export function checkEndpoint(endpoint: string): string {
  const url = URL.parse(endpoint)
  if (url === null) throw refused(endpoint, mustBe)
  if (url.username !== '' || url.password !== '') throw refused(endpoint, 'an endpoint must have no user name or password in it')
  checkAddress(url.protocol, url.hostname, endpoint)
  return endpoint
}

/** Has the handler send nothing to where nothing may go: such a request fails with CONFIG_INVALID. */
export function guardHandler<Rest extends unknown[], Answer>(handler: RequestHandler<Rest, Answer>): void {
  const handle = handler.handle.bind(handler)
  handler.handle = (request, ...rest) => {
    checkAddress(request.protocol, request.hostname, `${request.protocol}//${request.hostname}`)
    return handle(request, ...rest)
  }
}

const mustBe = 'an endpoint must be https://…, or http:// on this machine'
const loopbackHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|(.+\.)?localhost)$/

/** AWS: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html; the ECS agent is in the first too. */
const linkLocal = new BlockList()
linkLocal.addSubnet('169.254.0.0', 16, 'ipv4')
linkLocal.addSubnet('fe80::', 10, 'ipv6')
linkLocal.addSubnet('fd00:ec2::', 32, 'ipv6')

function checkAddress(protocol: string, hostname: string, endpoint: string): void {
  const isSafe = protocol === 'https:' || (protocol === 'http:' && loopbackHost.test(hostname))
  if (!isSafe) throw refused(endpoint, mustBe)
  const isV6 = hostname.startsWith('[')
  if (linkLocal.check(isV6 ? hostname.slice(1, -1) : hostname, isV6 ? 'ipv6' : 'ipv4'))
    throw refused(endpoint, 'an endpoint must not be a link-local address')
}

/** What stands before the host may be a password. */
function refused(endpoint: string, detail: string): Failure {
  return new Failure({ code: 'CONFIG_INVALID', source: endpoint.replace(/\/\/[^/]*@/, '//'), detail })
}
