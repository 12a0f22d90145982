import { readFileSync } from 'node:fs';
import https from 'node:https';
import { join } from 'node:path';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EMBEDDED_TABLES, type Embedded, openEmbedded } from '../../cli/embedded-dynamo';
import { isAttribute, nearMiss } from '../../lambda/core/attribute-names';
import { type Row, readLadder } from '../../lambda/core/row';
import { documentClient } from '../../lambda/store/document-client';
import { openTargets } from '../../lambda/store/dynamo-targets';
import { readContext } from '../../lib/context';
import { NotafterStack } from '../../lib/notafter-stack';
import { appWith, PROJECT } from './deployment';

const app = appWith({ email: 'a@example.com', retentionDays: 30 });
const template = Template.fromStack(new NotafterStack(app, readContext(app.node)));

/** The logical id of each, without its hash, and what CloudFormation hands to the function. */
const resources = Object.entries(template.findResources('Custom::FirstRow')).map(([id, { Properties }]) => ({
  id: id.replace(/[0-9A-F]{8}$/, ''),
  properties: { ...Properties, Create: withTable(Properties.Create), InstallLatestAwsSdk: 'false' },
}));

function withTable(create: { 'Fn::Join': [string, unknown[]] }): string {
  const [glue, parts] = create['Fn::Join'];
  return parts.map((part) => (typeof part === 'string' ? part : EMBEDDED_TABLES.targets)).join(glue);
}

describe('in the template', () => {
  test('a row is put by what never changes its name, for a new name would bring back what people have deleted', () => {
    expect(resources.map(({ id }) => id)).toEqual([
      'FirstRowsAcm',
      'FirstRowsIam',
      'FirstRowsRoute53',
      'FirstRowsRds',
      'FirstRowsAcmPca',
    ]);
    template.allResourcesProperties('Custom::FirstRow', { ServiceToken: { 'Fn::GetAtt': Match.anyValue() } });
  });

  test('a row is put when its part is made, and nothing is done when it is changed or taken away', () => {
    for (const { properties } of resources)
      expect(Object.keys(properties).sort()).toEqual(['Create', 'InstallLatestAwsSdk', 'ServiceToken']);
  });

  test('the rows are there before the first sweep, and may be written before they are', () => {
    const rows = Object.keys(template.findResources('Custom::FirstRow'));
    template.hasResource('AWS::Scheduler::Schedule', { DependsOn: Match.arrayWith([...rows].sort()) });
    template.hasResource('AWS::Lambda::Function', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^FirstRowsRoleDefaultPolicy')]),
      Properties: { Role: { 'Fn::GetAtt': [Match.stringLikeRegexp('^FirstRowsRole'), 'Arn'] } },
    });
  });

  test('the function that puts them logs into a group that forgets, and installs nothing', () => {
    const [log] = Object.keys(template.findResources('AWS::Logs::LogGroup')).filter((id) => /^FirstRowsLog/.test(id));
    template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete', Properties: { RetentionInDays: 30 } });
    template.hasResourceProperties('AWS::Lambda::Function', { LoggingConfig: { LogGroup: { Ref: log } } });
    template.allResourcesProperties('Custom::FirstRow', { InstallLatestAwsSdk: false });
  });
});

describe('run by the CDK’s own function on a real table', () => {
  const HANDLER = 'aws-cdk-lib/custom-resource-handlers/dist/custom-resources/aws-custom-resource-handler/index.js';
  const handlerFile = join(PROJECT, 'node_modules', HANDLER);
  const { handler } = require(handlerFile) as { handler: (event: object, context: object) => Promise<void> };
  const before = { ...process.env };
  let database: Embedded;
  let answers: { readonly Status: string; readonly Reason: string; readonly PhysicalResourceId: string }[];

  beforeEach(async () => {
    database = await openEmbedded(undefined);
    const { port } = (await database.client.config.endpoint?.()) ?? {};
    process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${port}`;
    process.env.AWS_ACCESS_KEY_ID = (await database.client.config.credentials()).accessKeyId;
    answers = [];
    // It answers to a URL of S3; everything else is as in the cloud.
    const answering = (_to: object, done: () => void) => ({
      on: () => undefined,
      write: (body: string) => answers.push(JSON.parse(body)),
      end: done,
    });
    jest.spyOn(https, 'request').mockImplementation(answering as never);
    jest.spyOn(console, 'log').mockImplementation();
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    Object.assign(process.env, before);
    delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
    await database.close();
  });

  async function all(RequestType: 'Create' | 'Update' | 'Delete'): Promise<void> {
    for (const { id, properties } of resources) {
      const whole = {
        StackId: 'stack',
        RequestId: 'request',
        LogicalResourceId: id,
        ResponseURL: 'https://s3.example/',
      };
      const known = RequestType === 'Create' ? {} : { PhysicalResourceId: answers[0]?.PhysicalResourceId ?? id };
      await handler(
        { RequestType, ...whole, ...known, ResourceProperties: { ...properties } },
        { logStreamName: 'log' },
      );
    }
  }

  const succeeded = () => expect(answers.map(({ Status }) => Status)).toEqual(answers.map(() => 'SUCCESS'));
  const rows = async () => {
    const found = await openTargets(database.client, EMBEDDED_TABLES.targets).rows();
    return new Map(found.map((row) => [row.target, row]));
  };
  const put = (row: Row) => openTargets(database.client, EMBEDDED_TABLES.targets).put([row]);
  const remove = (target: string) =>
    documentClient(database.client).send(new DeleteCommand({ TableName: EMBEDDED_TABLES.targets, Key: { target } }));

  test('it is that function which is deployed', () => {
    const [deployed] = Object.values(
      template.findResources('AWS::Lambda::Function', { Properties: { Timeout: 120, Handler: 'index.handler' } }),
    );
    const asset = `asset.${String(deployed?.Properties.Code.S3Key).replace('.zip', '')}`;
    const code = readFileSync(join(app.outdir, asset, 'index.js'));
    expect(code.equals(readFileSync(handlerFile))).toBe(true);
  });

  test('an empty table has every inventory switched on, each with a word for whoever opens it', async () => {
    await all('Create');
    succeeded();
    const found = await rows();
    expect([...found.keys()].sort()).toEqual(['acm-pca:*', 'acm:*', 'iam:', 'rds:*', 'route53:']);
    for (const row of found.values()) {
      expect(row.comment).toContain('edit it or delete it as you like');
      const others = Object.keys(row).filter((name) => !isAttribute(name));
      expect([others, nearMiss('comment')]).toEqual([['comment'], undefined]);
    }
  });

  test('the end of an authority is told of from a year before', async () => {
    await all('Create');
    const ladder = readLadder(String((await rows()).get('acm-pca:*')?.ladder));
    expect(ladder).toEqual({ value: [365, 180, 90, 60, 30, 14, 7, 1] });
  });

  test('rows of an older version stay as they are, to the last attribute', async () => {
    const old = { target: 'acm:*', client: 'Contoso', ladder: '90,30' };
    await put(old);
    await all('Create');
    succeeded();
    expect((await rows()).get('acm:*')).toEqual(old);
    expect((await rows()).size).toBe(5);
  });

  test('what people edited and deleted stays so when it is put again, changed and taken away', async () => {
    await all('Create');
    const edited = { target: 'rds:*', client: 'Contoso', enabled: 'no' };
    await put(edited);
    await remove('iam:');
    const left = await rows();
    await all('Update');
    await all('Delete');
    succeeded();
    expect(await rows()).toEqual(left);
    await put({ target: 'iam:', owner: 'Anna' });
    await all('Create');
    succeeded();
    expect(await rows()).toEqual(new Map([...left, ['iam:', { target: 'iam:', owner: 'Anna' }]]));
  });

  test('what cannot be written for any other reason fails the deployment, and says why', async () => {
    await database.close();
    await all('Create');
    expect(answers.map(({ Status }) => Status)).toEqual(resources.map(() => 'FAILED'));
    expect(answers[0]?.Reason).toContain('ECONNREFUSED');
  });
});
