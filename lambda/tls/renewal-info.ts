import type { RenewalInfo } from '../core/ca-answer';
import { DAY, type Instant } from '../core/instant';
import type { directoryOf } from './ari-directories';
import { readCertificate } from './certificate';
import { onlyElement, orElse } from './der';
import type { Get } from './http-get';
import { issuedOf } from './issued';
import { LONGEST_JSON, renewalInfoUrl, renewalWindow, USUAL_WAIT, waitAfter } from './renewal-window';
import { before, turns } from './turns';

export interface RenewalQuestion {
  /** DER; the name of a certificate in renewal information comes of it alone. */
  readonly leaf: Uint8Array;
  readonly now: Instant;
  /** When to give up, in milliseconds of `performance.now()`. */
  readonly until: number;
  /** What was found out about this same leaf before, as it was remembered by whoever asks. */
  readonly known?: RenewalAnswer;
}

export interface RenewalAnswer {
  /** Absent where the CA has given none. */
  readonly info?: RenewalInfo;
  /** The CA must not be asked about this leaf before then. */
  readonly askAgainAt: Instant;
}

/**
 * When the CA would have the leaf renewed (RFC 9773). Never throws. Undefined where nobody is to be asked: a CA without
 * renewal information, or a leaf that has expired. What was known stays known while the CA cannot be asked.
 */
export type RenewalInfoOf = (question: RenewalQuestion) => Promise<RenewalAnswer | undefined>;

const MOST_REMEMBERED = 10_000;
const MOST_REQUESTS = 8;

/** @param directoryFor the ACME directory of an issuer, by its distinguished name. */
export function createRenewalInfo(get: Get, directoryFor: typeof directoryOf): RenewalInfoOf {
  const answers = new Map<string, RenewalAnswer>();
  const underWay = new Map<string, Promise<RenewalAnswer>>();
  const services = createServices(get);
  const inTurn = turns(MOST_REQUESTS);

  async function answerOf(directory: string, id: string, question: RenewalQuestion): Promise<RenewalAnswer> {
    const { now, until } = question;
    const known = newest(question.known, answers.get(id));
    const service = await services(directory, now, until);
    if (service.url === undefined) return failed(known, service.askAgainAt);
    const answer = await inTurn(() => get(`${service.url}/${id}`, { maxBytes: LONGEST_JSON, until }), until);
    // Nobody was asked, so that there is no need to wait before asking.
    if (answer === undefined) return failed(known, now);
    if ('problem' in answer) return failed(known, now + USUAL_WAIT);
    const wait = waitAfter(answer.headers['retry-after'], now);
    const info = answer.status === 200 ? renewalWindow(answer.body) : undefined;
    return info === undefined ? failed(known, now + Math.max(wait, USUAL_WAIT)) : { info, askAgainAt: now + wait };
  }

  async function ask(directory: string, id: string, question: RenewalQuestion): Promise<RenewalAnswer> {
    const answer = await answerOf(directory, id, question);
    answers.delete(id);
    answers.set(id, answer);
    const [oldest] = answers.size > MOST_REMEMBERED ? answers.keys() : [];
    if (oldest !== undefined) answers.delete(oldest);
    return answer;
  }

  return async (question) => {
    const { leaf, now, until } = question;
    const read = readCertificate(leaf);
    if ('problem' in read || read.notAfter <= now) return undefined;
    const [directory, id] = [directoryFor(read.issuer), renewalInfoId(leaf)];
    if (directory === undefined || id === undefined) return undefined;
    const known = newest(question.known, answers.get(id));
    if (known !== undefined && known.askAgainAt > now) return known;
    const asked = underWay.get(id) ?? ask(directory, id, question).finally(() => underWay.delete(id));
    underWay.set(id, asked);
    return (await before(until, asked)) ?? failed(known, now);
  };
}

/**
 * What a certificate is called in renewal information (RFC 9773 §4.1): the key identifier of its issuer and the bytes of its
 * serial number, a leading zero included. Undefined where it does not name its issuer's key.
 */
export function renewalInfoId(leaf: Uint8Array): string | undefined {
  const read = readCertificate(leaf);
  const issued = orElse(() => issuedOf(onlyElement(leaf)), undefined);
  if ('problem' in read || read.authorityKeyId === undefined || issued === undefined) return undefined;
  const [key, serial] = [Buffer.from(read.authorityKeyId, 'hex'), Buffer.from(issued.serial)];
  return `${key.toString('base64url')}.${serial.toString('base64url')}`;
}

interface Service {
  /** Absent where the CA offers no renewal information, or its directory cannot be read. */
  readonly url?: string;
  readonly askAgainAt: Instant;
}

/** Where each CA answers, from its directory, which is asked for once a day. */
function createServices(get: Get): (directory: string, now: Instant, until: number) => Promise<Service> {
  const found = new Map<string, Service>();
  const underWay = new Map<string, Promise<Service>>();
  const fetched = async (directory: string, now: Instant, until: number): Promise<Service> => {
    const answer = await get(directory, { maxBytes: LONGEST_JSON, until });
    if ('problem' in answer || answer.status !== 200) return { ...found.get(directory), askAgainAt: now + USUAL_WAIT };
    const url = renewalInfoUrl(answer.body);
    return { ...(url !== undefined && { url }), askAgainAt: now + DAY };
  };
  return async (directory, now, until) => {
    const known = found.get(directory);
    if (known !== undefined && known.askAgainAt > now) return known;
    const asked = underWay.get(directory) ?? fetched(directory, now, until).finally(() => underWay.delete(directory));
    underWay.set(directory, asked);
    const service = await asked;
    found.set(directory, service);
    return service;
  };
}

function failed(known: RenewalAnswer | undefined, askAgainAt: Instant): RenewalAnswer {
  return { ...(known?.info !== undefined && { info: known.info }), askAgainAt };
}

/** Of what this process found out and what is remembered from another, the later; a window that either knows is not lost. */
function newest(a: RenewalAnswer | undefined, b: RenewalAnswer | undefined): RenewalAnswer | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const [later, earlier] = a.askAgainAt > b.askAgainAt ? [a, b] : [b, a];
  return later.info === undefined ? failed(earlier, later.askAgainAt) : later;
}
