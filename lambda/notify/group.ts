import { listed } from '../core/chain';
import type { Expiry } from '../core/expiry';
import { type Finding, isFault } from '../core/finding';
import type { Audience, Event, Notice } from '../core/notice';
import { oneLine } from '../core/safe-text';
import { SEVERITIES } from '../core/severity';
import type { Matter } from './matter';
import { nameOf } from './names';
import { newBytes, ownerOf } from './owner';
import { ruling } from './reasons';

/** Bytes of the owners of one matter; their list goes out as an attribute. */
const MOST_OWNERS = 16 * 1024;

const MOST_TOGETHER = 3;

interface Group {
  readonly tells: [Notice, ...Notice[]];
  readonly owners: Set<string>;
  bytes: number;
}

/** @param notices of one client, in the order in which they are told; each is in exactly one of the matters. */
export function mattersOf(notices: readonly Notice[], to: Audience): Matter[] {
  const groups: Group[] = [];
  const open = new Map<string, Group>();
  for (const notice of notices) {
    const key = keyOf(notice);
    const group = key === undefined ? undefined : open.get(key);
    if (group !== undefined && joined(group, notice)) continue;
    const owner = ownerOf(notice);
    const begun: Group = { tells: [notice], owners: new Set([owner]), bytes: newBytes([owner], new Set()) };
    groups.push(begun);
    if (key !== undefined) open.set(key, begun);
  }
  return groups.map(({ tells }) => ({ ...asOne(tells), to }));
}

function joined(group: Group, notice: Notice): boolean {
  const owner = ownerOf(notice);
  const bytes = group.bytes + newBytes([owner], group.owners);
  if (bytes > MOST_OWNERS) return false;
  group.bytes = bytes;
  group.owners.add(owner);
  group.tells.push(notice);
  return true;
}

/** These are about what answers at a target, and not about its certificate. */
const ABOUT_THE_TARGET: readonly Event[] = ['unreachable', 'recovered'];

/** What notices that are told together have in common; undefined where one is told alone. */
function keyOf(notice: Notice): string | undefined {
  const { event, kind, findings, previous } = notice;
  const certificate = identityOf(ruling(notice));
  if (certificate === undefined || ABOUT_THE_TARGET.includes(event)) return undefined;
  const faults = event === 'broken' ? findings.filter(isFault).map(({ reason, sentence }) => [reason, sentence]) : [];
  return JSON.stringify([event, kind, certificate, identityOf(previous), faults]);
}

/** What several targets have in common that serve one certificate; undefined for what is none, or is not known well enough. */
export function identityOf(expiry: Expiry | undefined): string | undefined {
  if (expiry === undefined || expiry.of === 'date') return undefined;
  const { of, sha256, serial, expires } = expiry;
  if (sha256) return `${of} ${sha256}`;
  return serial ? `${of} ${serial} ${expires}` : undefined;
}

function asOne(tells: readonly [Notice, ...Notice[]]): Omit<Matter, 'to'> {
  const [lead] = tells;
  if (tells.length === 1) return { ...lead, tells };
  const promises = tells.flatMap(({ promised }) => promised ?? []);
  return {
    ...lead,
    ...documentation(tells),
    ...(promises.length > 0 && { promised: promises.reduce((a, b) => Math.min(a, b)) }),
    findings: together(tells),
    tells,
  };
}

/** What the rows say, each thing once. */
function documentation(tells: readonly Notice[]): Partial<Notice> {
  const names = ['service', 'impact', 'owner', 'escalate', 'runbook', 'notes'] as const;
  return Object.fromEntries(
    names.flatMap((name) => {
      const values = new Set(tells.map((notice) => oneLine(notice[name] ?? '', 150)).filter((value) => value !== ''));
      return values.size === 0 ? [] : [[name, listed([...values], MOST_TOGETHER)]];
    }),
  );
}

/** What is found at every target is said once, the rest with the targets where it is found; worst first. */
function together(tells: readonly Notice[]): Finding[] {
  const found = new Map<string, { finding: Finding; on: string[] }>();
  for (const notice of tells) {
    for (const finding of notice.findings) {
      const key = JSON.stringify([finding.reason, finding.sentence, finding.address]);
      const entry = found.get(key) ?? { finding, on: [] };
      entry.on.push(nameOf(notice).text);
      found.set(key, entry);
    }
  }
  return [...found.values()]
    .map(({ finding, on }) => {
      if (on.length >= tells.length) return finding;
      const { address } = finding;
      return { ...finding, address: `${listed(on, MOST_TOGETHER)}${address ? ` (${address})` : ''}` };
    })
    .sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
}
