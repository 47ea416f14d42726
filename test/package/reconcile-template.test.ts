// What is deployed for the scheduled reconcile, and how people are told: read from the CloudFormation template (T78, S29).

import { rm } from 'node:fs/promises'
import { ENVIRONMENT } from '../../handlers/environment.ts'
import { type CloudFormation, type DeploymentPackage, makePackage, type Properties } from './package.ts'

let made: DeploymentPackage
let resources: CloudFormation['Resources']

beforeAll(async () => {
  made = await makePackage()
  resources = made.template.Resources
})
afterAll(() => rm(made.folder, { recursive: true }))

const properties = (name: string): Properties => resources[name]!.Properties
const lambda = () => properties('ReconcileLambdaFunction')
const bucketArn = `arn:\${AWS::Partition}:s3:::parquetry-dev-\${AWS::AccountId}`
const queueArn = (name: string) => JSON.stringify({ 'Fn::GetAtt': [name, 'Arn'] })

interface Statement {
  Sid: string
  Effect: string
  Principal?: unknown
  Action: string | string[]
  Resource: unknown
  Condition?: unknown
}

const statements = (document: unknown): Statement[] => (document as { Statement: Statement[] }).Statement

describe('the reconcile function', () => {
  it('runs on a schedule, as long as Lambda lets it', () => {
    expect(properties('ReconcileEventsRuleSchedule1')).toMatchObject({ ScheduleExpression: 'rate(1 hour)', State: 'ENABLED' })
    expect(lambda()).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Timeout: 900, Handler: 'handlers/reconcile.handler' })
  })
  it('is given every variable that it reads, and no other', () => {
    const { Variables } = lambda().Environment as { Variables: Record<string, unknown> }
    const expected = Object.keys(ENVIRONMENT).filter(name => name !== 'PARQUETRY_ENDPOINT')
    expect(Object.keys(Variables).sort()).toEqual(expected.sort())
    expect(Variables.PARQUETRY_ALERT_TOPIC).toEqual({ Ref: 'AlertTopic' })
  })
})

describe('S29: the role of the reconcile', () => {
  const role = () => {
    const [policy] = properties('ReconcileRole').Policies as { PolicyDocument: unknown }[]
    return statements(policy!.PolicyDocument)
  }
  const resourcesFor = (action: string) =>
    role()
      .filter(({ Action }) => [Action].flat().includes(action))
      .flatMap(({ Resource }) => Resource as { 'Fn::Sub': string }[])
      .map(resource => resource['Fn::Sub'] ?? JSON.stringify(resource))
  const under = (...prefixes: string[]) => prefixes.map(prefix => `${bucketArn}/${prefix}*`)

  it('is the function’s, and no other’s', () => {
    expect(lambda().Role).toEqual({ 'Fn::GetAtt': ['ReconcileRole', 'Arn'] })
    const others = Object.values(resources).filter(({ Type }) => Type === 'AWS::Lambda::Function')
    expect(others.filter(({ Properties: { Role } }) => JSON.stringify(Role).includes('ReconcileRole'))).toHaveLength(1)
  })
  it('has neither a wildcard action nor a wildcard resource', () => {
    for (const { Action, Resource } of role()) {
      for (const action of [Action].flat()) expect(action).not.toContain('*')
      expect([Resource].flat()).not.toContain('*')
    }
  })
  it('writes to the retry prefix and the state only', () => expect(resourcesFor('s3:PutObject')).toEqual(under('retry/', '_parquetry/')))
  it('deletes what was set aside, strays, marks of attempts and its own index; neither the ledger nor archived or failed sources', () =>
    expect(resourcesFor('s3:DeleteObject')).toEqual(
      under('incoming/', 'parquet/', 'rejects/', '_parquetry/reconcile/index/', '_parquetry/attempts/'),
    ))
  it('sends to the event queue only, and takes nothing from the dead-letter queue', () => {
    expect(resourcesFor('sqs:SendMessage')).toEqual([queueArn('EventQueue')])
    expect(resourcesFor('sqs:ReceiveMessage')).toEqual([queueArn('DeadLetterQueue')])
    expect(resourcesFor('sqs:DeleteMessage')).toEqual([])
  })
  it('tells people through the topic only', () => expect(resourcesFor('sns:Publish')).toEqual(['{"Ref":"AlertTopic"}']))
  it('may be assumed by Lambda alone', () =>
    expect(statements(properties('ReconcileRole').AssumeRolePolicyDocument)).toEqual([
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]))
  it('may write its own log, which is kept for a month', () => {
    expect(resourcesFor('logs:PutLogEvents')).toEqual([
      `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:${String(properties('ReconcileLogGroup').LogGroupName)}:*`,
    ])
    expect(properties('ReconcileLogGroup').RetentionInDays).toBe(30)
  })
})

describe('the topic that tells people', () => {
  const ofThisAccount = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }

  it('is encrypted with a key that alarms may use, which turns by itself', () => {
    expect(properties('AlertTopic').KmsMasterKeyId).toEqual({ Ref: 'AlertKey' })
    expect(properties('AlertKey').EnableKeyRotation).toBe(true)
    expect(statements(properties('AlertKey').KeyPolicy)).toContainEqual(
      expect.objectContaining({ Principal: { Service: 'cloudwatch.amazonaws.com' }, Condition: ofThisAccount }),
    )
  })
  it('S16: takes messages of this account’s alarms only, and refuses those without TLS', () => {
    const [allowed, denied] = statements(properties('AlertTopicPolicy').PolicyDocument)
    expect(allowed).toMatchObject({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Condition: ofThisAccount })
    expect(denied).toMatchObject({ Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })
  })
  it('mails to whom it may concern, if anybody is named', async () => {
    expect(resources.AlertSubscription).toMatchObject({ Condition: 'HasAlertEmail' })
    const named = await makePackage('--param', 'alertEmail=data@example.com')
    expect(named.template.Resources.AlertSubscription!.Properties).toMatchObject({ Protocol: 'email', Endpoint: 'data@example.com' })
    await rm(named.folder, { recursive: true })
  })
})

describe('T78: every alarm', () => {
  const alarms = () => Object.entries(resources).filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm')

  it('tells people', () => {
    expect(alarms().map(([name]) => name)).toEqual([
      'DeadLettersAlarm',
      'BacklogAlarm',
      'OperatorAlarm',
      'UnconvertedAlarm',
      'ReconcileAlarm',
    ])
    for (const [, { Properties }] of alarms()) expect(Properties.AlarmActions).toEqual([{ Ref: 'AlertTopic' }])
  })
  it('watches something that exists', () => {
    expect(properties('UnconvertedAlarm')).toMatchObject({ Namespace: 'Parquetry', MetricName: 'OldestUnconverted' })
    const { Dimensions } = properties('ReconcileAlarm')
    expect(Dimensions).toEqual([{ Name: 'FunctionName', Value: lambda().FunctionName }])
  })
})
