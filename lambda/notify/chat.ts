import { readArn } from '../core/arn';
import { type Instant, iso } from '../core/instant';
import type { Notice } from '../core/notice';
import { NO_CLIENT } from '../core/target';

import type { ChatMessage } from './chat-message';
import { description, listOfMatters, nextSteps } from './chat-text';
import { worstFirst } from './compose';
import { mattersOf } from './group';
import { inert } from './inert';
import type { Matter } from './matter';
import { digest, noticeId } from './notice-id';
import type { Place } from './place';
import { subjectOf } from './subject';

export interface ChatComposed {
  readonly message: ChatMessage;
  readonly tells: readonly Notice[];
}

/** The lengths that the schema takes. */
const LONGEST_TITLE = 250;
const LONGEST_KEYWORD = 75;

const LONGEST_CONTEXT = 300;
const MOST_RESOURCES = 10;

/** A client's messages in one sweep; where there is more to tell, one message names it. */
export const MOST_MESSAGES = 5;

/**
 * Words the notices of one client for a chat channel: a message for each matter, so that what comes later of a target stands in
 * its thread; or one that lists them all, where there are many.
 */
export function composeChat(client: string, notices: readonly Notice[], place: Place, now: Instant): ChatComposed[] {
  const [first, ...rest] = mattersOf(worstFirst(notices), 'owner');
  if (first === undefined) return [];
  if (rest.length >= MOST_MESSAGES) return [summary(client, [first, ...rest], now)];
  return [first, ...rest].map((matter) => ({ message: about(client, matter, place, now), tells: matter.tells }));
}

function about(client: string, matter: Matter, place: Place, now: Instant): ChatMessage {
  const title = titleOf(client, [matter], now);
  const steps = nextSteps(matter, place, now);
  const resources = resourcesOf(matter);
  return {
    version: '1.0',
    source: 'custom',
    id: idOf(matter.tells),
    content: {
      textType: 'client-markdown',
      title,
      description: description(matter, now),
      ...(steps.length > 0 && { nextSteps: steps }),
      keywords: keywords([matter.severity, matter.event, matter.kind, client, ...above(matter)]),
    },
    metadata: {
      threadId: threadOf(matter),
      summary: title,
      eventType: matter.event,
      ...(resources.length > 0 && { relatedResources: resources }),
      additionalContext: contextOf(client, matter),
    },
  };
}

function summary(client: string, matters: readonly [Matter, ...Matter[]], now: Instant): ChatComposed {
  const tells = matters.flatMap((matter) => matter.tells);
  const title = titleOf(client, matters, now);
  const message: ChatMessage = {
    version: '1.0',
    source: 'custom',
    id: idOf(tells),
    content: {
      textType: 'client-markdown',
      title,
      description: listOfMatters(matters, now),
      keywords: keywords([matters[0].severity, client]),
    },
    metadata: {
      summary: title,
      eventType: 'summary',
      additionalContext: context({ client: called(client), notices: String(tells.length) }),
    },
  };
  return { message, tells };
}

function titleOf(client: string, matters: readonly [Matter, ...Matter[]], now: Instant): string {
  return inert(subjectOf(client, { matters, items: [], rest: [], nth: 1, of: 1 }, now), LONGEST_TITLE);
}

function idOf([first, ...rest]: readonly Notice[]): string {
  if (first === undefined) return digest([]);
  return rest.length === 0 ? noticeId(first) : digest([first, ...rest].map(noticeId).sort());
}

/**
 * A thread for each renewal of a target, and for what else befalls it in a month: few look again into a thread that is a year old.
 * What several targets share stands in that of the first by name.
 */
function threadOf({ tells }: Matter): string {
  const [first] = [...tells].sort((a, b) => (a.target < b.target ? -1 : 1));
  const { target, renewal, at } = first ?? tells[0];
  return digest([target, renewal === undefined ? iso(at).slice(0, '2026-12'.length) : renewal.since]);
}

/** Whom it is addressed to besides the owner. */
function above({ tells }: Matter): string[] {
  return tells.flatMap(({ audience }) => audience).filter((one) => one !== 'owner');
}

function keywords(words: readonly string[]): string[] {
  const told = words.filter((word) => word !== NO_CLIENT).map((word) => inert(word, LONGEST_KEYWORD));
  return [...new Set(told)].filter((word) => word !== '');
}

function resourcesOf({ tells }: Matter): string[] {
  const named = tells.flatMap(({ target, renewal }) => [target, ...(renewal?.attached ?? [])]);
  const arns = named.filter((name) => readArn(name) !== undefined).map((arn) => inert(arn, 1_000));
  return [...new Set(arns)].slice(0, MOST_RESOURCES);
}

/** What custom actions in the channel can refer to. */
function contextOf(client: string, { target, tells, kind, event, severity, owner, expiry }: Matter) {
  return context({
    target: tells.length === 1 ? target : '',
    client: called(client),
    owner: owner ?? '',
    kind,
    event,
    severity,
    expires: expiry === undefined ? '' : iso(expiry.expires),
  });
}

function called(client: string): string {
  return client === NO_CLIENT ? '' : client;
}

function context(values: Readonly<Record<string, string>>): Record<string, string> {
  const safe = Object.entries(values).map(([name, value]) => [name, inert(value, LONGEST_CONTEXT)] as const);
  return Object.fromEntries(safe.filter(([, value]) => value !== ''));
}
