// What is deployed, read from the CloudFormation template that `npm run package` generates: one test a property.

import { readFile, rm } from 'node:fs/promises'
import { ENVIRONMENT } from '../../handlers/environment.ts'
import { defaultPipelineConfig } from '../../src/pipeline/pipeline-config.ts'
import { type CloudFormation, type DeploymentPackage, makePackage, type Properties } from './package.ts'

let made: DeploymentPackage
let resources: CloudFormation['Resources']

beforeAll(async () => {
  made = await makePackage()
  resources = made.template.Resources
})
afterAll(() => rm(made.folder, { recursive: true }))

function ofType(type: string): Properties[] {
  return Object.values(resources)
    .filter(resource => resource.Type === type)
    .map(({ Properties }) => Properties)
}

const bucket = () => resources.Bucket!.Properties
const queue = () => resources.EventQueue!.Properties
const deadLetters = () => resources.DeadLetterQueue!.Properties
const lambda = () => resources.ConvertLambdaFunction!.Properties
const mapping = () => ofType('AWS::Lambda::EventSourceMapping')[0]!

interface Statement {
  Effect: string
  Principal?: unknown
  Action: string | string[]
  Resource: unknown
  Condition?: unknown
}

function statements(resource: string): Statement[] {
  const { PolicyDocument } = resources[resource]!.Properties as { PolicyDocument: { Statement: Statement[] } }
  return PolicyDocument.Statement
}

const bucketArn = { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::parquetry-dev-\${AWS::AccountId}` }

describe('the bucket', () => {
  it('is named after stage and account', () => expect(bucket().BucketName).toEqual({ 'Fn::Sub': `parquetry-dev-\${AWS::AccountId}` }))
  it('S18, T78: blocks public access', () =>
    expect(bucket().PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    }))
  it('S18: knows no ACLs', () => expect(bucket().OwnershipControls).toEqual({ Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] }))
  it('S18, S32, T78: is encrypted', () =>
    expect(bucket().BucketEncryption).toEqual({
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    }))
  it('S18: refuses requests without TLS', () =>
    expect(statements('BucketPolicy')).toContainEqual({
      Sid: 'OnlyTls',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, { 'Fn::Sub': `\${Bucket.Arn}/*` }],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }))
  it('T57, T58, T78: sweeps unfinished multipart uploads', () =>
    expect(bucket().LifecycleConfiguration).toMatchObject({
      Rules: [{ Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }],
    }))
  it('tells the queue of every object created or deleted under the input and the fix prefix', () =>
    expect(bucket().NotificationConfiguration).toEqual({
      QueueConfigurations: [defaultPipelineConfig.inputPrefix, defaultPipelineConfig.fixPrefix].flatMap(Value =>
        ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'].map(Event => ({
          Event,
          Queue: { 'Fn::GetAtt': ['EventQueue', 'Arn'] },
          Filter: { S3Key: { Rules: [{ Name: 'prefix', Value }] } },
        })),
      ),
    }))
  it('is made after the queue lets it send', () => expect(resources.Bucket!.DependsOn).toEqual(['EventQueuePolicy']))
  it('outlives the stack', () => expect(resources.Bucket!.DeletionPolicy).toBe('Retain'))
})

describe('the event queue', () => {
  it('S15, S16, T78: accepts messages only from this account’s bucket', () =>
    expect(statements('EventQueuePolicy').filter(({ Effect }) => Effect === 'Allow')).toEqual([
      {
        Sid: 'EventsOfTheBucket',
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: { 'Fn::GetAtt': ['EventQueue', 'Arn'] },
        Condition: { ArnEquals: { 'aws:SourceArn': bucketArn }, StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]))
  it('T78: hides a message at least six times as long as the function may run', () =>
    expect(queue().VisibilityTimeout).toBeGreaterThanOrEqual(6 * Number(lambda().Timeout)))
  it('T78: hands on to the dead-letter queue, later than the handler does, and not after a few deliveries', () => {
    const { deadLetterTargetArn, maxReceiveCount } = queue().RedrivePolicy as { deadLetterTargetArn: unknown; maxReceiveCount: number }
    expect(deadLetterTargetArn).toEqual({ 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] })
    expect(maxReceiveCount).toBeGreaterThanOrEqual(5)
    expect(maxReceiveCount).toBeGreaterThanOrEqual(Number(environment().PARQUETRY_MAX_RECEIVES))
  })
  it('S19: is encrypted, with a key that S3 may use', () => {
    // A key of ours would need a policy that lets s3.amazonaws.com use it; SQS's own needs none.
    expect(queue().SqsManagedSseEnabled).toBe(true)
    expect(queue().KmsMasterKeyId).toBeUndefined()
  })
  it('refuses requests without TLS', () =>
    expect(statements('EventQueuePolicy')).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    ))
})

describe('the dead-letter queue', () => {
  it('keeps messages longer than the event queue', () =>
    expect(deadLetters().MessageRetentionPeriod).toBeGreaterThan(Number(queue().MessageRetentionPeriod)))
  it('is encrypted', () => expect(deadLetters().SqsManagedSseEnabled).toBe(true))
  it('takes messages of the event queue only', () =>
    expect(deadLetters().RedriveAllowPolicy).toEqual({
      redrivePermission: 'byQueue',
      sourceQueueArns: [{ 'Fn::Sub': `arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:${String(queue().QueueName)}` }],
    }))
  it('refuses requests without TLS', () =>
    expect(statements('DeadLetterQueuePolicy')).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    ))
  it('T78: raises an alarm as soon as it holds a message', () =>
    expect(ofType('AWS::CloudWatch::Alarm')).toContainEqual(
      expect.objectContaining({
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: deadLetters().QueueName }],
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    ))
})

it('T78: an alarm is raised when events wait for long', () =>
  expect(ofType('AWS::CloudWatch::Alarm')).toContainEqual(
    expect.objectContaining({ MetricName: 'ApproximateAgeOfOldestMessage', Dimensions: [{ Name: 'QueueName', Value: queue().QueueName }] }),
  ))

const environment = () => (lambda().Environment as { Variables: Record<string, unknown> }).Variables

describe('the function', () => {
  it('runs Node 24 on arm64', () =>
    expect(lambda()).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'handlers/convert.handler' }))
  it('is given every variable that it reads, and no other', () => {
    const optional = ['PARQUETRY_ENDPOINT', 'PARQUETRY_ALERT_TOPIC'] // the reconcile’s
    expect(Object.keys(environment()).sort()).toEqual(
      Object.keys(ENVIRONMENT)
        .filter(name => !optional.includes(name))
        .sort(),
    )
  })
  it('is given the bucket, its owner and the queues', () =>
    expect(environment()).toMatchObject({
      PARQUETRY_BUCKET: { Ref: 'Bucket' },
      PARQUETRY_BUCKET_OWNER: { Ref: 'AWS::AccountId' },
      PARQUETRY_QUEUE_URL: { Ref: 'EventQueue' },
      PARQUETRY_DLQ_URL: { Ref: 'DeadLetterQueue' },
    }))
  it('T78: is fed by the queue, which learns which messages failed', () =>
    expect(mapping()).toMatchObject({
      EventSourceArn: { 'Fn::GetAtt': ['EventQueue', 'Arn'] },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      Enabled: true,
    }))
  it('S30: has a bound on how many run at a time', () => expect(mapping().ScalingConfig).toEqual({ MaximumConcurrency: 10 }))
  it('keeps its log for a month', () => expect(ofType('AWS::Logs::LogGroup')[0]).toMatchObject({ RetentionInDays: 30 }))
})

describe('the function’s role', () => {
  const role = () =>
    (resources.IamRoleLambdaExecution!.Properties.Policies as { PolicyDocument: { Statement: Statement[] } }[])[0]!.PolicyDocument.Statement
  const about = (service: string) => role().filter(({ Action }) => [Action].flat().some(action => action.startsWith(`${service}:`)))
  const resourcesFor = (action: string) =>
    role()
      .filter(({ Action }) => [Action].flat().includes(action))
      .flatMap(({ Resource }) => Resource as { 'Fn::Sub': string }[])
      .map(resource => resource['Fn::Sub'] ?? JSON.stringify(resource))
  const under = (...prefixes: string[]) => prefixes.map(prefix => `${bucketArn['Fn::Sub']}/${prefix}*`)

  it('S29: has no wildcard action', () => {
    for (const { Action } of role()) for (const action of [Action].flat()) expect(action).not.toContain('*')
  })
  it('S29: has no wildcard resource', () => {
    for (const { Resource } of role()) expect([Resource].flat()).not.toContain('*')
  })
  it('S15, S29: reads sources, outputs and the ledger', () =>
    expect(resourcesFor('s3:GetObject')).toEqual(under('incoming/', 'parquet/', 'retry/', 'rejects/', 'fix/', '_parquetry/')))
  it('S29: writes outputs and the ledger, and moves sources', () =>
    expect([...new Set(resourcesFor('s3:PutObject'))].sort()).toEqual(
      under('_parquetry/', 'archive/', 'incoming/', 'parquet/', 'rejects/', 'retry/'),
    ))
  it('S29: deletes neither the ledger nor archived sources', () =>
    expect(resourcesFor('s3:DeleteObject')).toEqual(under('incoming/', 'parquet/', 'retry/', 'rejects/', 'fix/', '_parquetry/attempts/')))
  it('lists the bucket, so that a missing object is a 404', () => expect(resourcesFor('s3:ListBucket')).toEqual([bucketArn['Fn::Sub']]))
  it('may do nothing else with S3', () => {
    const actions = new Set(about('s3').flatMap(({ Action }) => Action))
    expect([...actions].sort()).toEqual([
      's3:AbortMultipartUpload',
      's3:DeleteObject',
      's3:GetObject',
      's3:GetObjectTagging',
      's3:GetObjectVersion',
      's3:ListBucket',
      's3:PutObject',
      's3:PutObjectTagging',
    ])
  })
  it('sends to its two queues only', () =>
    expect(resourcesFor('sqs:SendMessage')).toEqual(['{"Fn::GetAtt":["DeadLetterQueue","Arn"]}', '{"Fn::GetAtt":["EventQueue","Arn"]}']))
  it.each(['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage'])('%s: of the event queue only', action =>
    expect(new Set(resourcesFor(action))).toEqual(new Set(['{"Fn::GetAtt":["EventQueue","Arn"]}'])),
  )
})

it('S16, S18: no policy but a denial is for everybody', () => {
  for (const name of ['BucketPolicy', 'EventQueuePolicy', 'DeadLetterQueuePolicy', 'AlertTopicPolicy']) {
    for (const { Effect, Principal } of statements(name)) if (Principal === '*') expect(Effect).toBe('Deny')
  }
})

it('names can be set from outside', async () => {
  const other = await makePackage('--stage', 'prod', '--param', 'bucket=my-own-bucket', '--param', 'inputPrefix=drop/')
  const text = await readFile(`${other.folder}/cloudformation-template-update-stack.json`, 'utf8')
  const { Bucket, EventQueue, ConvertLambdaFunction } = other.template.Resources
  expect(Bucket!.Properties.BucketName).toEqual({ 'Fn::Sub': 'my-own-bucket' })
  expect(EventQueue!.Properties.QueueName).toBe('parquetry-prod-events')
  expect(ConvertLambdaFunction!.Properties).toMatchObject({ Environment: { Variables: { PARQUETRY_INPUT_PREFIX: 'drop/' } } })
  expect(text).not.toContain('incoming/')
  await rm(other.folder, { recursive: true })
})
