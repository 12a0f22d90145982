import { readFileSync } from 'node:fs';
import { createAws } from '../lambda/aws/clients';
import { awsSettings } from '../lambda/aws/settings';
import type { Look } from '../lambda/probes/probe';
import { createBudget } from '../lambda/tls/budget';
import { createCaAnswers } from '../lambda/tls/ca-answers';
import { createDnsRecords } from '../lambda/tls/dns-records';
import { createPreflight } from '../lambda/tls/preflight';
import { besidePreflight } from '../lambda/tls/preflight-of';
import { createResolver } from '../lambda/tls/resolver';
import { messageOf, UsageError } from './errors';

/** How the commands look at targets. @throws UsageError where the CA file holds no certificate. */
export function lookFrom(options: { readonly ca?: string; readonly timeout: number }): Look {
  const find = createResolver();
  const preflight = createPreflight(createDnsRecords());
  return {
    now: Date.now,
    timeout: options.timeout * 1000,
    find,
    budget: createBudget(),
    ca: besidePreflight(preflight, createCaAnswers(find, undefined)),
    preflight,
    aws: createAws(awsSettings(process.env)),
    ...(options.ca !== undefined && { privateCa: readCa(options.ca) }),
  };
}

/** The certificates in a file. @throws UsageError where it holds none. */
export function readCa(file: string): string {
  const pem = readText(file);
  if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
  throw new UsageError(`${file} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)`);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${messageOf(error)}`);
  }
}
