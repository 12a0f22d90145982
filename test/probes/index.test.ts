import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createAws } from '../../lambda/aws/clients';
import type { Target, Watched } from '../../lambda/core/target';
import { PROBES, probe } from '../../lambda/probes';
import type { Look } from '../../lambda/probes/probe';

const ROW: Watched = { id: 'row', client: '-', timezone: 'UTC', location: 'cloud', problems: [] };
const LOOK: Look = {
  now: () => 0,
  timeout: 100,
  aws: createAws({ endpoint: 'http://127.0.0.1:1' }),
};

it('has a probe for each kind, and a file for each probe', () => {
  const files = readdirSync(join(__dirname, '../../lambda/probes')).map((file) => file.replace(/\.ts$/, ''));
  expect(Object.keys(PROBES).sort()).toEqual(
    files.filter((file) => !['probe', 'index', 'inventory'].includes(file)).sort(),
  );
});

it('a date that somebody wrote down is seen as it is', async () => {
  const target: Target = { ...ROW, kind: 'dated', name: 'Office licence', expires: 77 };
  expect(await probe(target, LOOK)).toEqual([{ target, observation: { saw: 'date', expires: 77 } }]);
});

it('a row that cannot be understood shows nothing, for its first reason', async () => {
  const problems = ['first', 'second'].map(
    (sentence) => ({ reason: 'not-understood', severity: 'warning', sentence }) as const,
  );
  const target: Target = { ...ROW, kind: 'unreadable', problems };
  const failure = { reason: 'not-understood', sentence: 'first' };
  expect(await probe(target, LOOK)).toEqual([{ target, observation: { saw: 'nothing', failure } }]);
});

it('an endpoint is looked at', async () => {
  const target: Target = {
    ...ROW,
    kind: 'tls',
    protocol: 'tls',
    host: '127.0.0.1',
    port: 99_999,
    trust: { by: 'any' },
  };
  expect(await probe(target, LOOK)).toMatchObject([
    { target, observation: { saw: 'endpoint', addresses: [{ ok: false }] } },
  ]);
});

it('a bug in a probe is an observation of its target, in one printable line', async () => {
  const target: Target = { ...ROW, kind: 'dated', name: 'x', expires: 1 };
  const broken = new Proxy(target, {
    get: (it, key) => {
      if (key === 'expires') throw new Error('no\nsuch \u202ething');
      return Reflect.get(it, key);
    },
  });
  const sentence = 'The look at it failed by a fault of the monitor: Error: no such thing';
  const [sighting] = await probe(broken, LOOK);
  expect(sighting.observation).toEqual({ saw: 'nothing', failure: { reason: 'internal-error', sentence } });
});
