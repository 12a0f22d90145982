import { join } from 'node:path';
import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

export const PROJECT = join(__dirname, '..');
export const LOCK_FILE = join(PROJECT, 'package-lock.json');
export const SWEEP_ENTRY = join(PROJECT, 'lambda', 'handlers', 'sweep.ts');
export const GATHER_ENTRY = join(PROJECT, 'lambda', 'handlers', 'gather.ts');
export const CHECK_ENTRY = join(PROJECT, 'lambda', 'handlers', 'check.ts');
/** Where the bundle has the private CA certificates. */
export const PRIVATE_CA_FILE = 'private-ca.pem';

/**
 * One small file that starts quickly: CommonJS, since it loads faster than ES modules; the SDK in it, since the runtime's
 * may be too old for acm:SearchCertificates. No source map: it would double the asset and make its hash depend on the path
 * of cdk.out. No kept names: they make the code larger by 6 %.
 */
export function bundling(ca: string | undefined): BundlingOptions {
  return {
    format: OutputFormat.CJS,
    minify: true,
    mainFields: ['module', 'main'],
    externalModules: UNUSED,
    ...(ca !== undefined && { commandHooks: copying(ca) }),
  };
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
