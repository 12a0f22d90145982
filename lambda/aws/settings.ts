import { ENVIRONMENT } from '../environment';
import type { AwsSettings } from './clients';

/** How AWS is to be asked, as far as the environment says. An empty prefix of tags is one too: then there is none. */
export function awsSettings(environment: NodeJS.ProcessEnv): AwsSettings {
  const region = environment.AWS_REGION || environment.AWS_DEFAULT_REGION;
  const memberRole = environment[ENVIRONMENT.memberRole];
  const externalId = environment[ENVIRONMENT.externalId];
  const tagPrefix = environment[ENVIRONMENT.tagPrefix];
  const jsonEndpoint = environment.AWS_ENDPOINT_URL;
  return {
    ...(jsonEndpoint && { jsonEndpoint }),
    ...(region && { region }),
    ...(memberRole && { memberRole }),
    ...(externalId && { externalId }),
    ...(tagPrefix !== undefined && { tagPrefix }),
  };
}
