// A topic that tells people: SNS, which passes it on by mail or to whatever subscribes.

import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { awsFailure } from './aws-failure.ts'
import { type ClientOptions, clientConfig } from './s3-client.ts'
import { guardHandler } from './safe-endpoint.ts'

/** Errors are `Failure`s: ACCESS_DENIED, KEY_UNAVAILABLE, STORE_UNAVAILABLE, TIMEOUT. */
export interface AlertTopic {
  publish(subject: string, text: string): Promise<void>
}

/** Limits of SNS: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const maxSubjectCharacters = 99
const maxTextBytes = 250_000

export function snsTopic(client: SNSClient, topicArn: string): AlertTopic {
  return {
    async publish(subject, text) {
      const Subject = subject.replace(/[^ -~]/g, '?').slice(0, maxSubjectCharacters) // printable ASCII, for mail
      const Message = Buffer.from(text).subarray(0, maxTextBytes).toString()
      try {
        await client.send(new PublishCommand({ TopicArn: topicArn, Subject, Message }))
      } catch (error) {
        throw awsFailure(error, 'write', topicArn)
      }
    },
  }
}

export function snsClient(options: ClientOptions = {}): SNSClient {
  const client = new SNSClient(clientConfig(options))
  guardHandler(client.config.requestHandler)
  return client
}
