import { readRows } from '../../lambda/core/read-targets';
import type { Row } from '../../lambda/core/row';
import type { Tags } from '../../lambda/core/tags';

const ARN = 'arn:aws:acm:eu-west-1:111111111111:certificate/1';
const INVENTORY = {
  target: 'acm:*',
  client: 'Operations',
  owner: 'otto',
  impact: 'All stops.',
  ladder: '90,30',
  muted: '2027-01-31',
  promised: '2027-01-31',
  expires: '2027-01-31',
  account: 'organization',
};

/** What a certificate is watched as that the first row's inventory has found. */
function found(rows: readonly Row[], tags?: Tags, id = ARN) {
  const read = readRows(rows);
  const [inventory] = read.targets;
  if (inventory === undefined) throw new Error('the inventory is switched off');
  return read.found(inventory, id, tags);
}

describe('What an inventory found is watched', () => {
  test('as its row says, but for what the row says of itself', () => {
    expect(found([INVENTORY])).toEqual({
      kind: 'acm',
      id: ARN,
      region: 'eu-west-1',
      client: 'Operations',
      owner: 'otto',
      impact: 'All stops.',
      ladder: [90, 30],
      muted: Date.parse('2027-02-01T00:00:00Z') - 1_000,
      timezone: 'UTC',
      location: 'cloud',
      problems: [],
    });
  });

  test('as its tags say, before the inventory’s row', () => {
    expect(found([INVENTORY], { owner: 'tamara', service: 'Shop' })).toMatchObject({
      client: 'Operations',
      owner: 'tamara',
      service: 'Shop',
    });
  });

  test('as its own row says, before its tags', () => {
    const row = { target: ` ${ARN}`, owner: 'anna', muted: '2027-03-01', expires: '2027-05-05', notes: 'Two servers.' };
    expect(found([INVENTORY, row], { owner: 'tamara', service: 'Shop' })).toMatchObject({
      id: ARN,
      owner: 'anna',
      service: 'Shop',
      notes: 'Two servers.',
      expires: Date.parse('2027-05-06T00:00:00Z') - 1_000,
      muted: Date.parse('2027-03-02T00:00:00Z') - 1_000,
    });
  });

  test('with what its client hands down, wherever the client comes from', () => {
    const client = { target: 'client:Contoso', owner: 'clara', timezone: 'Europe/Berlin', ladder: '45' };
    const expected = {
      client: 'Contoso',
      owner: 'clara',
      timezone: 'Europe/Berlin',
      ladder: [45],
      impact: 'All stops.',
    };
    expect(found([INVENTORY, client], { client: 'Contoso' })).toMatchObject(expected);
    expect(found([INVENTORY, client, { target: ARN, client: 'Contoso' }])).toMatchObject(expected);
    expect(found([INVENTORY, client], { client: 'Contoso', owner: 'tamara' })).toMatchObject({ owner: 'tamara' });
    expect(found([INVENTORY, client], { client: 'CONTOSO' })).toMatchObject(expected);
    expect(found([INVENTORY, client, { target: ARN, client: 'contoso' }])).toMatchObject(expected);
    expect(found([{ ...INVENTORY, client: 'contoso' }, client])).toMatchObject({
      owner: 'otto',
      timezone: 'Europe/Berlin',
    });
  });

  test('not at all where its own row switches it off', () => {
    expect(found([INVENTORY, { target: ARN, enabled: 'no' }])).toBeUndefined();
  });

  test('with what is wrong with its own row, but not with the inventory’s', () => {
    const rows = [
      { ...INVENTORY, timezone: 'Mars', ownr: 'x' },
      { target: ARN, ladder: 'weekly', account: '111111111111', notse: 'x' },
    ];
    expect(
      found(rows)
        ?.problems.map(({ about }) => about)
        .sort(),
    ).toEqual(['account', 'ladder', 'notse']);
    expect(found(rows)).not.toHaveProperty('accounts');
  });

  test.each([
    ['arn:aws:iam::111111111111:server-certificate/x', 'iam'],
    ['arn:aws:rds:eu-west-1:111111111111:db:x', 'rds'],
    ['arn:aws:acm-pca:eu-west-1:111111111111:certificate-authority/x', 'acm-pca'],
    ['arn:aws:route53domains::111111111111:domain/example.com', 'route53'],
  ])('as what its ARN says that it is, also where the row cannot be read: %s', (id, kind) => {
    expect(found([{ ...INVENTORY, account: 'nobody' }], {}, id)).toMatchObject({ kind, id, owner: 'otto' });
  });
});
