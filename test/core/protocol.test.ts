import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ALIASES,
  DEFAULT_PORTS,
  isOnRequest,
  protocolOf,
  TLS_AT_ONCE,
  TLS_ON_REQUEST,
} from '../../lambda/core/protocol';
import { readTargets } from '../../lambda/core/read-targets';
import { readTargetName } from '../../lambda/core/target-name';

const DOCUMENT = readFileSync(join(__dirname, '../../docs/targets.md'), 'utf8');

/** The rows of the documentation's tables of services: scheme, other spellings, port. */
function documented(heading: string) {
  const table = DOCUMENT.split(`| ${heading} | port |\n`)[1]?.split('\n\n')[0] ?? '';
  return table
    .split('\n')
    .slice(1)
    .map((row) => {
      const [, names = '', port = ''] = row.split('|');
      const [scheme, ...others] = [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
      return { scheme, others, port: /^\d+$/.test(port.trim()) ? Number(port) : undefined };
    });
}

const AT_ONCE = documented('speaks TLS from the first byte');
const ON_REQUEST = documented('speaks TLS when asked to, in its own way');

test('docs/targets.md lists every service with its port, and none that does not exist', () => {
  const listed = (rows: typeof AT_ONCE) => rows.map(({ scheme, port }) => [scheme, port]);
  expect(listed(AT_ONCE)).toEqual(Object.entries(TLS_AT_ONCE));
  expect(listed(ON_REQUEST)).toEqual(Object.entries(TLS_ON_REQUEST));
});

test('docs/targets.md lists every other spelling beside what it means', () => {
  const spellings = [...AT_ONCE, ...ON_REQUEST].flatMap(({ scheme, others }) => others.map((other) => [other, scheme]));
  expect(Object.fromEntries(spellings)).toEqual(ALIASES);
});

test.each(Object.entries(DEFAULT_PORTS).filter(([, port]) => port !== undefined))(
  '%s://host means port %i',
  (scheme, port) => {
    expect(readTargetName(`${scheme}://host.example`)).toEqual({
      kind: 'tls',
      protocol: scheme,
      host: 'host.example',
      port,
    });
  },
);

test.each(Object.entries(ALIASES))('%s is %s', (alias, protocol) => {
  expect(protocolOf(alias)).toBe(protocol);
});

test('a service speaks TLS at once or on request, never both', () => {
  expect(Object.keys(TLS_AT_ONCE).filter((scheme) => Object.hasOwn(TLS_ON_REQUEST, scheme))).toEqual([]);
  expect([isOnRequest('smtp'), isOnRequest('smtps')]).toEqual([true, false]);
});

test('the author of a row with an unknown scheme gets the whole list to read', () => {
  const [target] = readTargets([{ target: 'protocol-with-a-long-name://host' }]);
  expect(target?.problems[0]?.sentence).toMatch(/, rdp\.$/);
});
