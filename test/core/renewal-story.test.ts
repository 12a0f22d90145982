import { assess } from '../../lambda/core/assess';
import { NOT_LOOKED } from '../../lambda/core/blindness';
import { conclude, type Remembrance } from '../../lambda/core/conclude';
import { type Estate, estateOf, NOTHING_ELSE_KNOWN } from '../../lambda/core/estate';
import { DAY } from '../../lambda/core/instant';
import { holdsOf, type KnownCertificate } from '../../lambda/core/known-certificate';
import { NOTHING_TOLD } from '../../lambda/core/memory';
import type { Observation } from '../../lambda/core/observation';
import type { Target } from '../../lambda/core/target';
import { certificate, endpoint, managed, NOW, REFUSED, said, serving, story, target, unseen } from './builders';

const ARN = 'arn:aws:acm:eu-west-1:123456789012:certificate/new';

/** A certificate of an inventory that replaces, 90 days long, what expires in so many days. */
function held(daysLeft: number, changes: Partial<KnownCertificate> = {}): KnownCertificate {
  return {
    id: ARN,
    client: '-',
    names: ['www.example.com'],
    notBefore: NOW + (daysLeft - 90) * DAY,
    notAfter: NOW + daysLeft * DAY,
    serial: '0B',
    renewsItself: false,
    isPrivate: false,
    exported: false,
    formerly: [],
    ...changes,
  };
}

function knowing(...certificates: KnownCertificate[]): Estate {
  return estateOf(certificates.map((holds) => ({ kind: 'acm', client: '-', memory: { lastSeen: [] }, holds })));
}

const old = certificate(10);
const other = (leaf = certificate(80), address = '192.0.2.2') => serving(leaf, {}, address);
const fresh = certificate(80, { serial: '0B' });

function judged(observation: Observation, estate: Estate, watched: Target = target()): string[] {
  return said(assess(watched, observation, { estate }, NOW));
}

describe('a newer certificate for what is served', () => {
  const due = /^critical expiring|^warning expiring/;
  test.each<[string, Target, Observation, KnownCertificate[], RegExp[]]>([
    ['is no news where none is known', target(), endpoint(serving(old)), [], [due]],
    [
      'for the same names is not in use, once the old is due',
      target(),
      endpoint(serving(old)),
      [held(80)],
      [
        /^warning not-applied: A newer certificate for the same names lies in arn:\S+ \(valid from Thu 12 Nov 2026 until Wed 10 Feb 2027\), but the old one is still served at 192\.0\.2\.1\.$/,
        due,
      ],
    ],
    [
      'for the same names is for another place while the old is far from due',
      target(),
      endpoint(serving(certificate(60))),
      [held(80)],
      [],
    ],
    [
      'by a wildcard covers the name, once the old is due',
      target(),
      endpoint(serving(old)),
      [held(80, { names: ['*.example.com', 'example.com'] })],
      [/^warning not-applied: A newer certificate that covers this name lies in/, due],
    ],
    [
      'by a wildcard covers no name two labels down',
      target({ target: 'a.b.example.com' }),
      endpoint(serving(certificate(10, { names: ['a.b.example.com'] }))),
      [held(80, { names: ['*.example.com'] })],
      [due],
    ],
    [
      'of a private CA is nothing to a service of the public',
      target(),
      endpoint(serving(old)),
      [held(80, { isPrivate: true })],
      [due],
    ],
    [
      'that is not valid yet is none yet',
      target(),
      endpoint(serving(old)),
      [held(80, { notBefore: NOW + DAY })],
      [due],
    ],
    [
      'that is older is none, though it lasts longer',
      target(),
      endpoint(serving(old)),
      [held(80, { notBefore: NOW - 200 * DAY })],
      [due],
    ],
    ['that has expired is none', target(), endpoint(serving(certificate(-20))), [held(-1)], [/^critical expired/]],
    [
      'that is newer and ends sooner is none',
      target(),
      endpoint(serving(old)),
      [held(9, { notBefore: NOW - DAY })],
      [due],
    ],
    [
      'is sought by the name that is asked for',
      target({ target: '192.0.2.1', servername: 'www.example.com' }),
      endpoint(serving(old)),
      [held(80)],
      [/^warning not-applied/, due],
    ],
    [
      'of another client is not named, nor what the old is attached to in his account',
      target({ client: 'Contoso' }),
      endpoint(serving(old)),
      [
        held(80, { client: 'Fabrikam' }),
        held(140, { id: `${ARN}-1`, client: 'Fabrikam', notBefore: NOW - 2 * DAY, formerly: [old] }),
        held(10, { id: `${ARN}-2`, client: 'Fabrikam', serial: '0A', usedBy: ['arn:aws:fabrikam'] }),
      ],
      [due],
    ],
    [
      'of the monitor’s own account is named to every client',
      target({ client: 'Contoso' }),
      endpoint(serving(old)),
      [held(80)],
      [/^warning not-applied/, due],
    ],
    ['that ends no later is none', target(), endpoint(serving(old)), [held(10, { serial: '0C' })], [due]],
    [
      'in place of the old is worth reading before the ladder begins, where ACM has renewed it',
      target(),
      endpoint(serving(certificate(50))),
      [held(140, { notBefore: NOW - 2 * DAY, formerly: [certificate(50)] })],
      [
        /^info not-applied: A newer certificate has been issued in place of the old, arn:\S+ .* still served at 192\.0\.2\.1\.$/,
      ],
    ],
    [
      'elsewhere is for another place where ACM will renew the one that is served',
      target(),
      endpoint(serving(old)),
      [held(80), held(10, { id: `${ARN}-2`, serial: '0A', renewsItself: true })],
      [due],
    ],
    [
      'names what the old is attached to',
      target(),
      endpoint(serving(old)),
      [
        held(80),
        held(10, {
          id: `${ARN}-2`,
          serial: '0A',
          usedBy: ['arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/web/1'],
        }),
      ],
      [/; the old one is attached to arn:aws:elasticloadbalancing:\S+\.$/, due],
    ],
    [
      'is not sought for a pinned one',
      target({ trust: `sha256:${'ab'.repeat(32)}` }),
      endpoint(serving(old)),
      [held(80)],
      [due],
    ],
    [
      'is in use at some addresses and not at others',
      target(),
      endpoint(serving(old), other(fresh)),
      [],
      [
        /^warning not-applied: A newer certificate is in use at 192\.0\.2\.2 .* still served at 192\.0\.2\.1\.$/,
        due,
        /^info mixed/,
      ],
    ],
    [
      'lies in an inventory and is in use at some addresses',
      target(),
      endpoint(serving(old), other(fresh)),
      [held(80)],
      [
        /^warning not-applied: A newer certificate for the same names lies in arn:.* still served at 192\.0\.2\.1; the new one is served at 192\.0\.2\.2\.$/,
        due,
        /^info mixed/,
      ],
    ],
  ])('%s', (_, watched, observation, certificates, expected) => {
    expect(judged(observation, knowing(...certificates), watched)).toEqual(
      expected.map((sentence) => expect.stringMatching(sentence)),
    );
  });

  test('is found by its dates where the inventory tells no serial number', () => {
    const { serial: _, ...nameless } = held(10, { id: 'mine', renewsItself: true });
    expect(judged(endpoint(serving(old)), knowing(held(80), nameless))).toEqual([expect.stringMatching(due)]);
  });
});

test('what ACM has renewed in place of the old is told from the second day on, before the ladder begins', () => {
  const renewed = held(140, { notBefore: NOW - 2 * DAY, formerly: [certificate(50)] });
  const looks: [number, Observation][] = [0, 0.9, 1, 2].map((day) => [day, endpoint(serving(certificate(50)))]);
  expect(story(looks, target(), knowing(renewed))).toEqual(['', '', 'not-applied warning', '']);
});

describe('what comes and goes', () => {
  const hourly = (...observations: Observation[]): [number, Observation][] =>
    observations.map((observation, i) => [i / 24, observation]);
  const told = (lines: string[]) => lines.filter((line) => line !== '');

  test('one address of which one of two servers was forgotten tells that once a rung, and ends once, a day after it has not been seen for three', () => {
    const looks = Array.from({ length: 48 }, (_, i) => endpoint(serving(i % 2 === 0 ? old : fresh)));
    const after: [number, Observation][] = [3, 4, 5.1, 6, 7].map((day) => [day, endpoint(serving(fresh))]);
    expect(told(story([...hourly(...looks), ...after]))).toEqual(['due warning', 'due warning', 'replaced ok']);
  });

  test('a successor that is in the inventory at every other look is told once', () => {
    let before: Remembrance | undefined;
    const events = Array.from({ length: 10 }, (_, i) => {
      const estate = i % 2 === 0 ? knowing(held(80)) : knowing();
      const { renewal, decision } = conclude(target(), endpoint(serving(old)), before, estate, NOW + (i / 24) * DAY);
      before = { memory: decision.memory, renewal };
      return decision.notices.map(({ event }) => event).join();
    });
    expect(told(events)).toEqual(['not-applied']);
  });

  test('a roll-out that flaps is one renewal, not a habit', () => {
    const early = certificate(60);
    const next = certificate(88, { serial: '0B' });
    const looks = [early, next, early, next].map((leaf) => endpoint(serving(leaf)));
    let before: Remembrance | undefined;
    for (const [day, observation] of hourly(...looks)) {
      const { renewal, decision } = conclude(target(), observation, before, knowing(), NOW + day * DAY);
      before = { memory: decision.memory, renewal };
    }
    expect(before?.memory.renewals).toHaveLength(1);
  });

  test('an address that was dark for days and is left out by DNS once closes nothing', () => {
    const both = endpoint(serving(old), other(old));
    const dark = endpoint(serving(fresh), unseen(REFUSED, '192.0.2.2'));
    const looks: [number, Observation][] = [
      [0, both],
      ...Array.from({ length: 10 }, (_, i): [number, Observation] => [0.1 + i / 2, dark]),
      [5, endpoint(serving(fresh))],
      [5.1, endpoint(serving(fresh), other(old))],
    ];
    expect(told(story(looks)).filter((line) => /applied ok|replaced/.test(line))).toEqual([]);
  });

  test('an address that stays dead in DNS keeps the next renewal from nothing', () => {
    const dead = unseen(REFUSED, '192.0.2.9');
    const steps = cases(
      [
        [0, endpoint(serving(old), dead)],
        [1, endpoint(serving(fresh), dead)],
        [64, endpoint(serving(fresh), dead)],
      ],
      knowing(),
    );
    expect(steps.map((line) => line.split(' ')[0])).toEqual(['due', 'applied-in-part', 'due']);
  });
});

describe('a case names', () => {
  const caseAfter = (first: [Target, Estate], second: [Target, Estate]) => {
    const look = ([watched, estate]: [Target, Estate], before: Remembrance | undefined, day: number) =>
      conclude(watched, endpoint(serving(old)), before, estate, NOW + day * DAY);
    const { renewal, decision } = look(first, undefined, 0);
    return look(second, { client: first[0].client, memory: decision.memory, renewal }, 1).renewal;
  };

  test('no successor that has been deleted meanwhile', () => {
    const watched = target();
    expect(caseAfter([watched, knowing(held(80))], [watched, knowing()])).toMatchObject({ step: 'due' });
    expect(caseAfter([watched, knowing(held(80))], [watched, knowing()])).not.toHaveProperty('successor');
  });

  test('nothing of the client that it was of before', () => {
    const contoso = target({ client: 'Contoso' });
    const fabrikam = target({ client: 'Fabrikam' });
    const estate = knowing(held(80, { client: 'Contoso' }));
    expect(JSON.stringify(caseAfter([contoso, estate], [fabrikam, estate]))).not.toContain(ARN);
  });
});

test('a promise of last year is not broken by the next date of the row', () => {
  const watched = (expires: string) => target({ target: 'dated:Licence', expires, promised: '2026-12-10' });
  const date = (expires: string): Observation => ({ saw: 'date', expires: Date.parse(`${expires}T12:00:00Z`) });
  expect(
    story([
      [0, date('2026-12-15'), watched('2026-12-15')],
      [25, date('2027-12-15'), watched('2027-12-15')],
      [370, date('2027-12-15'), watched('2027-12-15')],
    ]),
  ).toEqual(['', '', 'due warning']);
});

test('a promise about what is issued and far from its end is broken on its day', () => {
  const watched = target({ promised: '2026-11-26' });
  const estate = knowing(held(140, { notBefore: NOW - 2 * DAY, formerly: [certificate(50)] }));
  const looks = [0, 1, 3, 5].map((day): [number, Observation] => [day, endpoint(serving(certificate(50)))]);
  expect(story(looks, watched, estate)).toEqual(['', '', '', 'overdue critical']);
});

test('a broken promise is told once more when the new one is issued, since it need only be put into use', () => {
  const watched = target({ promised: '2026-11-30' });
  const old = endpoint(serving(certificate(20)));
  const estate = knowing(held(140, { notBefore: NOW - 2 * DAY, formerly: [certificate(20)] }));
  let before: Remembrance | undefined;
  const looks = [9, 10, 10.1, 10.2, 10.3].map((day, i) => {
    const known = i === 0 || i === 3 ? NOTHING_ELSE_KNOWN : estate;
    const { assessment, renewal, decision } = conclude(watched, old, before, known, NOW + day * DAY);
    before = { memory: decision.memory, renewal, holds: assessment.holds };
    return decision.notices.map(({ event }) => event).join();
  });
  expect(looks).toEqual(['overdue', 'overdue', '', '', '']);
});

describe('what the row declares', () => {
  const sha256 = 'cd'.repeat(32);
  const declaring = { ...target(), successor: { sha256 } } as Target;
  test('is waited for from the second day on, until every address serves it', () => {
    const served = certificate(190, { sha256, notBefore: NOW - DAY });
    const later = certificate(195, { notBefore: NOW - DAY });
    expect(
      story(
        [
          [0, endpoint(serving(certificate(60)), other(certificate(60)))],
          [1, endpoint(serving(certificate(60)), other(certificate(60)))],
          [2, endpoint(serving(served), other(certificate(60)))],
          [3, endpoint(serving(served), other(served))],
          [4, endpoint(serving(later), other(later))],
          [5, endpoint(serving(later), other(later))],
        ],
        declaring,
      ),
    ).toEqual(['', 'not-applied warning', '', '', 'applied ok', '']);
  });

  test('is forgotten once it is all that is in use, and hides no later successor', () => {
    const served = certificate(40, { sha256, serial: '0F' });
    const estate = knowing(held(200, { notBefore: NOW + 20 * DAY, formerly: [served] }));
    expect(
      story(
        [
          [0, endpoint(serving(served))],
          [21, endpoint(serving(served))],
          [22, endpoint(serving(served))],
        ],
        declaring,
        estate,
      ),
    ).toEqual(['', '', 'not-applied warning']);
  });

  test('stays to be waited for where another is put into use', () => {
    const another = certificate(70, { serial: '0C' });
    expect(
      story(
        [
          [0, endpoint(serving(certificate(60)))],
          [1.1, endpoint(serving(certificate(60)))],
          [2, endpoint(serving(another))],
          [3.2, endpoint(serving(another))],
        ],
        declaring,
      ),
    ).toEqual(['', 'not-applied warning', 'not-applied warning', '']);
  });

  test('by the ARN of where it lies', () => {
    const watched = { ...target(), successor: { arn: ARN } } as Target;
    const estate = knowing(held(80, { notBefore: NOW - 3 * DAY, notAfter: NOW + 87 * DAY }));
    expect(judged(endpoint(serving(certificate(60))), estate, watched)).toEqual([
      expect.stringMatching(/^info not-applied: A newer certificate is named in the row, arn:/),
    ]);
    expect(judged(endpoint(serving(certificate(60))), knowing(), watched)).toEqual([]);
    expect(judged(endpoint(serving(certificate(87, { serial: '0B' }))), estate, watched)).toEqual([]);
  });
});

/** The cases that looks lead to, one after the other. */
function cases(looks: readonly [number, Observation, Target?][], estate: Estate) {
  let before: Remembrance | undefined;
  return looks.map(([day, observation, watched = target({ owner: 'Anna' })]) => {
    const { renewal, decision, assessment } = conclude(watched, observation, before, estate, NOW + day * DAY);
    before = { memory: decision.memory, renewal, holds: assessment.holds };
    const events = decision.notices.map(({ event }) => event).join(' ');
    const served = renewal?.addresses.map(({ address, serves }) => `${address.slice(-1)}:${serves}`).join(' ');
    return `${renewal?.step ?? '-'} ${served ?? ''} ${events}`.trim();
  });
}

describe('the case of a renewal', () => {
  const three = (...leafs: ReturnType<typeof certificate>[]) =>
    endpoint(...leafs.map((leaf, i) => serving(leaf, {}, `192.0.2.${i + 1}`)));
  const estate = knowing(held(80));

  test('goes from due over promised, issued and applied in part to closed', () => {
    const promised = target({ owner: 'Anna', promised: '2026-11-28' });
    expect([
      ...cases([[0, three(certificate(60), certificate(60), certificate(60))]], knowing()),
      ...cases(
        [
          [0, three(old, old, old)],
          [1, three(old, old, old), promised],
        ],
        knowing(),
      ),
      ...cases(
        [
          [0, three(old, old, old)],
          [1, three(fresh, old, old)],
          [2, three(fresh, fresh, old)],
          [3, three(fresh, fresh, fresh)],
          [4, three(fresh, fresh, fresh)],
        ],
        estate,
      ),
    ]).toEqual([
      '-',
      'due 1:old 2:old 3:old due',
      'promised 1:old 2:old 3:old',
      'issued 1:old 2:old 3:old not-applied',
      'applied-in-part 1:new 2:old 3:old',
      'applied-in-part 1:new 2:new 3:old not-applied',
      'closed 1:new 2:new 3:new',
      'closed 1:new 2:new 3:new applied',
    ]);
  });

  test('stays open while an address that served the old one is dark, or is not named by DNS for a while', () => {
    expect(
      cases(
        [
          [0, three(old, old)],
          [0.1, endpoint(serving(fresh), unseen(REFUSED, '192.0.2.2'))],
          [0.2, endpoint(serving(fresh))],
          [1, endpoint(serving(fresh))],
          [3.3, endpoint(serving(fresh))],
          [4.3, endpoint(serving(fresh))],
        ],
        knowing(),
      ),
    ).toEqual([
      'due 1:old 2:old due',
      'applied-in-part 1:new 2:old not-applied',
      'applied-in-part 1:new 2:old',
      'applied-in-part 1:new 2:old',
      'closed 1:new',
      'closed 1:new applied',
    ]);
  });

  test('does not alternate where DNS names one address at a time', () => {
    const first = endpoint(serving(old));
    const second = endpoint(other(fresh));
    const looks = Array.from({ length: 12 }, (_, i): [number, Observation] => [i / 24, i % 2 === 0 ? first : second]);
    expect(cases(looks, knowing()).filter((line) => / (due|replaced|applied|not-applied)$/.test(line))).toEqual([
      'due 1:old due',
      'applied-in-part 1:old 2:new not-applied',
    ]);
  });

  test('remembers since when each address has served what it serves, and since when it is open', () => {
    const looks: Observation[] = [three(old, old), three(fresh, old), three(fresh, old), three(fresh, fresh)];
    let before: Remembrance | undefined;
    looks.forEach((observation, day) => {
      const { renewal, decision } = conclude(target(), observation, before, estate, NOW + day * DAY);
      before = { memory: decision.memory, renewal };
    });
    expect(before?.renewal).toMatchObject({
      since: NOW,
      closed: NOW + 3 * DAY,
      addresses: [{ since: NOW + DAY }, { since: NOW + 3 * DAY }],
    });
  });

  test('counts an address that serves both as one that serves the old', () => {
    const both = serving(fresh, { sent: [old] });
    expect(cases([[0, endpoint(both)]], knowing())).toEqual(['due 1:old due']);
    expect(cases([[0, endpoint(both, other(fresh))]], knowing())).toEqual(['applied-in-part 1:old 2:new not-applied']);
  });

  test('stays open where the reader alone saw the old one, and one reading fails', () => {
    const both = serving(fresh, { sent: [old] });
    expect(
      cases(
        [
          [0, endpoint(both)],
          [0.1, endpoint(serving(fresh))],
          [0.2, endpoint(serving(fresh, { sent: [fresh] }))],
        ],
        knowing(),
      ),
    ).toEqual(['due 1:old due', 'due 1:old', 'closed 1:new']);
  });

  test('takes no promise that is later than the end, or that was about the certificate before', () => {
    const late = target({ promised: '2027-11-01' });
    const early = target({ promised: '2026-01-01' });
    expect(
      cases(
        [
          [0, three(old), late],
          [1, three(old), early],
        ],
        knowing(),
      ).map((line) => line.split(' ')[0]),
    ).toEqual(['due', 'due']);
  });

  test('is not closed by a look that sees one address of two', () => {
    expect(
      cases(
        [
          [0, three(old)],
          [1, endpoint(serving(fresh), unseen(REFUSED, '192.0.2.9'))],
          [2, three(fresh)],
        ],
        knowing(),
      ),
    ).toEqual(['due 1:old due', 'applied-in-part 1:new', 'closed 1:new']);
  });

  test('rests by a promise though the successor is known; a promise that is broken goes before it', () => {
    const promised = target({ promised: '2026-11-25' });
    expect(
      story(
        [
          [0, three(old), promised],
          [4, three(old), promised],
          [4.1, three(fresh), promised],
          [5.1, three(fresh), promised],
        ],
        target(),
        estate,
      ),
    ).toEqual(['', 'overdue critical', '', 'applied ok']);
  });

  test('tells what was before by the old certificate, also where what was told was another', () => {
    let before: Remembrance | undefined;
    const tell = (observation: Observation, day: number) => {
      const { renewal, decision } = conclude(target(), observation, before, knowing(), NOW + day * DAY);
      before = { memory: decision.memory, renewal };
      return decision.notices;
    };
    const sooner = certificate(5, { serial: '0E' });
    tell(three(old), 0);
    tell(three(sooner), 1);
    expect(tell(three(fresh), 2)).toEqual([]);
    const [end] = tell(three(fresh), 3);
    expect(end).toMatchObject({
      event: 'replaced',
      previous: { sha256: 'leaf-5' },
      renewal: { old: { sha256: 'leaf-5' }, closed: NOW + 2 * DAY },
    });
  });

  test('is closed as replaced where another certificate than the known successor is put into use', () => {
    const elsewhere = certificate(85, { serial: '0D' });
    expect(
      cases(
        [
          [0, three(old)],
          [1, three(elsewhere)],
          [2, three(elsewhere)],
        ],
        estate,
      ),
    ).toEqual(['issued 1:old not-applied', 'closed 1:other', 'closed 1:other replaced']);
  });

  test('is opened anew by the next date, and its evidence kept until then', () => {
    expect(
      cases(
        [
          [0, three(old)],
          [1, three(fresh)],
          [2, three(fresh)],
          [40, three(fresh)],
          [63, three(fresh)],
        ],
        knowing(),
      ),
    ).toEqual(['due 1:old due', 'closed 1:new', 'closed 1:new replaced', 'closed 1:new', 'due 1:old due']);
  });
});

describe('what an inventory found and an address serves', () => {
  const row = { ...target({ target: 'acm:eu-west-1', client: 'Contoso' }), id: ARN } as Target;
  const due = managed(9, { type: 'imported', serial: '0A', renewal: { eligible: false, missingRecords: [] } });
  const served = (client: string): Estate =>
    estateOf([
      {
        kind: 'tls',
        client,
        memory: {
          lastSeen: [{ expiry: { of: 'certificate', what: 'x', expires: NOW + 9 * DAY, serial: '0A' }, at: [] }],
        },
      },
    ]);

  test.each([
    ['is told of where it is served, and not once more', 'Contoso', ''],
    ['is told of to whom it belongs where another client serves it', 'Fabrikam', 'due warning'],
  ])('%s', (_, client, told) => {
    expect(story([[0, due]], row, served(client))).toEqual([told]);
  });
});

describe('what ACM has renewed and handed out', () => {
  const arn = 'arn:aws:acm:eu-west-1:123456789012:certificate/1';
  const row = { ...target({ target: 'acm:eu-west-1' }), id: arn } as Target;
  const exported = (daysLeft: number, serial: string) => managed(daysLeft, { exported: true, serial });
  const servedBy = (serial: string, expires: number): Estate =>
    estateOf([
      {
        kind: 'tls',
        client: '-',
        memory: { lastSeen: [{ expiry: { of: 'certificate', what: 'x', expires, serial }, at: [] }] },
      },
    ]);

  test('is told after a day where nobody serves it, and ends when somebody does', () => {
    const looks: [number, Observation][] = [
      [0, exported(50, '01')],
      [0.5, exported(198, '02')],
      [2, exported(198, '02')],
      [3, exported(198, '02')],
    ];
    expect(story(looks, row)).toEqual(['', '', 'not-applied warning', '']);
    const last: [number, Observation][] = [...looks.slice(0, 3)];
    let before: Remembrance | undefined;
    for (const [day, observation] of last) {
      const { assessment, renewal, decision } = conclude(row, observation, before, estateOf([]), NOW + day * DAY);
      before = { memory: decision.memory, renewal, holds: assessment.holds };
    }
    const served = servedBy('002', NOW + 198 * DAY);
    const end = conclude(row, exported(198, '02'), before, served, NOW + 3 * DAY);
    expect(end.decision.notices).toEqual([]);
    const closed = { step: 'closed', old: { serial: '01' }, successor: { id: arn, serial: '02' } };
    expect(end.renewal).toMatchObject(closed);
    const lasting = { memory: end.decision.memory, renewal: end.renewal, holds: end.assessment.holds };
    const later = conclude(row, exported(198, '02'), lasting, served, NOW + 4 * DAY);
    expect(later.decision.notices).toMatchObject([{ event: 'applied', renewal: closed }]);
    // What is looked at is the new one, whose date is what it was: the evidence alone says that the matter is over.
    const window = { ...row, maintenance: NOW + 4.1 * DAY };
    const quiet = conclude(window, exported(198, '02'), lasting, served, NOW + 4 * DAY);
    expect(quiet.decision.notices).toEqual([]);
    const kept = { memory: quiet.decision.memory, renewal: quiet.renewal, holds: quiet.assessment.holds };
    const after = conclude(row, exported(198, '02'), kept, served, NOW + 4.2 * DAY);
    expect(after.decision.notices).toMatchObject([{ event: 'applied', renewal: { closed: NOW + 3 * DAY } }]);
  });

  test('is no news where it was not handed out', () => {
    expect(
      story(
        [
          [0, managed(50, { serial: '01' })],
          [2, managed(198, { serial: '02' })],
          [9, managed(198, { serial: '02' })],
        ],
        row,
      ),
    ).toEqual(['', '', '']);
  });
});

test('what ACM had and has not issued yet is held by nobody', () => {
  expect(holdsOf(managed(50, { status: 'PENDING_VALIDATION' }), '-', undefined)).toBeUndefined();
  expect(holdsOf(managed(50), 'Contoso', undefined)).toMatchObject({ client: 'Contoso', formerly: [] });
});

test('what an inventory found is still held while the inventory cannot be read', () => {
  const before = { memory: NOTHING_TOLD, holds: held(50) };
  const unread: Observation = { saw: 'nothing', failure: { reason: 'inventory-unread', sentence: 'No.' } };
  expect(conclude(target(), unread, before, estateOf([]), NOW).assessment.holds).toEqual(held(50));
});

test('a date that is not a served certificate’s makes nothing count as served', () => {
  const lastSeen = [{ expiry: { of: 'certificate', what: 'x', expires: NOW, serial: '0A' }, at: [] }] as const;
  const served = (kind: 'tls' | 'acm') =>
    estateOf([{ kind, client: '-', memory: { lastSeen } }]).isServed({ notAfter: NOW, serial: 'A' });
  expect([served('tls'), served('acm')]).toEqual([true, false]);
});

describe('a renewal that should have happened by now', () => {
  const renewing = (...left: number[]): [number, Observation][] => {
    // 90-day certificates, each replaced with so many days left.
    let day = 0;
    let ends = 90;
    const looks: [number, Observation][] = [[0, endpoint(serving(certificate(90)))]];
    for (const days of left) {
      day = ends - days;
      ends = day + 90;
      looks.push([day, endpoint(serving(certificate(ends)))]);
    }
    return [
      ...looks,
      ...[59, 63, 65, 66].map((age): [number, Observation] => [day + age, endpoint(serving(certificate(ends)))]),
    ];
  };
  test.each<[string, number[], string[]]>([
    ['is told by the habit of two renewals, once', [30, 30], ['', '', '', '', '', 'broken warning', '']],
    ['goes by the latest of them', [30, 24], ['', '', '', '', '', '', '']],
    ['is no habit after one', [30], ['', '', '', '', '', '']],
    [
      'is none where renewals come after the ladder has begun',
      [10, 9],
      [...['', '', '', 'replaced ok', '', 'replaced ok'], ...Array<string>(8).fill('')],
    ],
  ])('%s', (_, left, expected) => {
    const looks = renewing(...left);
    const told = story(left[0] === 10 ? withDue(looks) : looks);
    expect(told.filter((line) => line !== 'due warning')).toEqual(expected);
  });

  const [from] = renewing(30, 30).at(-3) ?? [0];
  const old = serving(certificate(210));
  test.each<[string, Observation]>([
    ['is not told of what could not be looked at', NOT_LOOKED],
    ['is not told of what cannot be reached', endpoint(unseen())],
    ['is not told while it is rolled out', endpoint(old, serving(certificate(270), {}, '192.0.2.2'))],
  ])('%s', (_, seen) => {
    const looks = renewing(30, 30).slice(0, -3);
    expect(story([...looks, [from + 4, seen]]).join('')).toBe('');
  });

  test('is told of the first of two that are renewed each in its own time', () => {
    const looks = renewing(30, 30).slice(0, -3);
    const both = endpoint(old, serving(certificate(230), {}, '192.0.2.2'));
    expect(story([...looks, [from + 4, both]]).at(-1)).toBe('broken warning');
  });

  test('ends without a word of its own beside the renewal', () => {
    const looks = renewing(30, 30);
    const [last] = looks.at(-1) ?? [0];
    const told = story([...looks, [last + 1, endpoint(serving(certificate(276)))]]);
    expect(told.at(-1)).toBe('recovered ok');
    // The ladder has spoken too: the renewal ends both, in one notice.
    const due = [...looks, [last + 16, endpoint(serving(certificate(210)))]] as const;
    const renewed = [17, 18].map((day): [number, Observation] => [last + day, endpoint(serving(certificate(290)))]);
    expect(story([...due, ...renewed]).slice(-3)).toEqual(['due warning', '', 'replaced ok']);
  });
});

/** With a look in between at which the ladder has begun, and one a day after the renewal, so that it is told. */
function withDue(looks: readonly [number, Observation][]): [number, Observation][] {
  return looks.flatMap((look, i) => {
    const next = looks[i + 1];
    const lasts: [number, Observation] = [look[0] + 1, look[1]];
    return next === undefined || i > 1 ? [look, lasts] : [look, lasts, [next[0] - 0.5, look[1]]];
  });
}
