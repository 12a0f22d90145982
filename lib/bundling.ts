import { copyFileSync, cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, type NodejsFunctionProps, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

export const PROJECT = join(__dirname, '..');
export const LOCK_FILE = join(PROJECT, 'package-lock.json');
/** Where the package has the bundles, which are made with it, so that other apps need neither esbuild nor our lock file. */
export const BUNDLES = 'bundles';
/** Where the bundle has the private CA certificates. */
export const PRIVATE_CA_FILE = 'private-ca.pem';

/** The functions, by the name of the file that has the handler. */
export const HANDLERS = ['sweep', 'gather', 'check'] as const;
export type Handler = (typeof HANDLERS)[number];

export function entryOf(handler: Handler): string {
  return join(PROJECT, 'lambda', 'handlers', `${handler}.ts`);
}

type FunctionCode = Pick<
  NodejsFunctionProps,
  'entry' | 'projectRoot' | 'depsLockFilePath' | 'bundling' | 'code' | 'handler'
>;

/** What a function runs: bundled from the sources as it is deployed, or as it came with the package. */
export function codeOf(handler: Handler, ca: string | undefined): FunctionCode {
  const bundled = join(PROJECT, BUNDLES, handler);
  if (existsSync(bundled))
    return { code: ca === undefined ? Code.fromAsset(bundled) : withCa(bundled, ca), handler: 'index.handler' };
  return { entry: entryOf(handler), projectRoot: PROJECT, depsLockFilePath: LOCK_FILE, bundling: bundling(ca) };
}

/**
 * Left out, and nothing else of the SDK, though the CDK would leave out all. The SDK imports these only where the
 * environment holds no credentials, which it always does in Lambda; they would be a fifth of the bundle.
 */
const UNUSED = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];

/**
 * One small file that starts quickly: CommonJS, since it loads faster than ES modules; the SDK in it, since the runtime's
 * may be too old for acm:SearchCertificates. No source map: it would double the asset and make its hash depend on the path
 * of cdk.out. No kept names: they make the code larger by 6 %.
 */
export const BUNDLING = {
  format: OutputFormat.CJS,
  minify: true,
  mainFields: ['module', 'main'],
  externalModules: UNUSED,
} satisfies BundlingOptions;

function bundling(ca: string | undefined): BundlingOptions {
  return { ...BUNDLING, ...(ca !== undefined && { commandHooks: copying(ca) }) };
}

/** The path is given in hexadecimal, so that no shell finds anything to interpret in it. */
function copying(ca: string): NonNullable<BundlingOptions['commandHooks']> {
  const hex = (path: string) => `Buffer.from('${Buffer.from(path).toString('hex')}','hex').toString()`;
  return {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (_input, output) => [
      `node -e "require('fs').copyFileSync(${hex(ca)},${hex(join(output, PRIVATE_CA_FILE))})"`,
    ],
  };
}

function withCa(bundled: string, ca: string): Code {
  const tryBundle = (output: string) => {
    cpSync(bundled, output, { recursive: true });
    copyFileSync(ca, join(output, PRIVATE_CA_FILE));
    return true;
  };
  // The image is never pulled: it stands for what a machine without the local way would do.
  const image = DockerImage.fromRegistry('scratch');
  return Code.fromAsset(bundled, { assetHashType: AssetHashType.OUTPUT, bundling: { image, local: { tryBundle } } });
}
