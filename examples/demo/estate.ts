import { DAY, type Instant, iso } from '../../lambda/core/instant';
import type { Row } from '../../lambda/core/row';
import { createAuthority, type Issued, selfSigned } from '../../test/servers/certificates';
import { freePort, startSilent } from '../../test/servers/odd-servers';
import { startTlsServer } from '../../test/servers/tls-server';

/** A small company's services on loopback, and the rows that watch them. */
export interface Estate {
  readonly rows: readonly Row[];
  /** PEM of the private CA that signed what is signed at all. */
  readonly ca: string;
  /** Puts a new certificate on the mail server, as its administrator would. */
  readonly renewMail: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Service {
  readonly host: string;
  readonly certificate: Issued;
  readonly chain?: string;
  readonly row: Row;
}

export async function startEstate(now: Instant): Promise<Estate> {
  const root = await createAuthority({
    name: 'Contoso Root CA',
    notBefore: now - 800 * DAY,
    notAfter: now + 2900 * DAY,
  });
  const issuing = await root.issue({
    name: 'Contoso Issuing CA 2',
    intermediate: true,
    notBefore: now - 300 * DAY,
    notAfter: now + 1500 * DAY,
  });
  const issue = (host: string, daysLeft: number, names = [host]) =>
    issuing.issue({
      name: names[0] ?? host,
      names,
      notBefore: now + (daysLeft - 90) * DAY,
      notAfter: now + daysLeft * DAY,
    });

  const lonely = await issue('api.contoso.example', 70);
  const services: Service[] = [
    { host: 'www.contoso.example', certificate: await issue('www.contoso.example', 61.5), row: { service: 'Website' } },
    {
      host: 'mail.contoso.example',
      certificate: await issue('mail.contoso.example', 12.4),
      row: {
        service: 'Outlook on the web',
        impact: 'No mail outside the office',
        runbook: 'https://wiki.contoso.example/owa',
      },
    },
    {
      host: 'vpn.contoso.example',
      certificate: await issue('vpn.contoso.example', 2.3),
      row: { service: 'Remote access', impact: '40 people cannot work from home' },
    },
    { host: 'shop.contoso.example', certificate: await issue('shop.contoso.example', -3.2), row: { service: 'Shop' } },
    {
      host: 'next.contoso.example',
      certificate: await issue('next.contoso.example', 91.5),
      row: { service: 'New portal' },
    },
    {
      host: 'crm.contoso.example',
      certificate: await issue('crm.contoso.example', 60, ['old-crm.contoso.example']),
      row: { service: 'Customers' },
    },
    {
      host: 'printer.contoso.example',
      certificate: await selfSigned({
        name: 'printer.contoso.example',
        names: ['printer.contoso.example'],
        notBefore: now - 100 * DAY,
        notAfter: now + 900 * DAY,
      }),
      row: { service: 'Print server' },
    },
    {
      host: 'api.contoso.example',
      certificate: lonely,
      chain: lonely.certificate,
      row: { service: 'Interface for partners' },
    },
  ];
  const running = await Promise.all(
    services.map(async ({ certificate, chain, ...service }) => ({
      ...service,
      server: await startTlsServer({ certificate: chain ?? certificate.fullChain, key: certificate.key }),
    })),
  );
  const silent = await startSilent();
  const mail = running.find(({ host }) => host === 'mail.contoso.example');

  const at = { address: '127.0.0.1', client: 'Contoso' };
  return {
    ca: root.certificate,
    rows: [
      { target: 'client:Contoso', owner: 'anna@msp.example', escalate: 'duty@msp.example', trust: 'private' },
      ...running.map(({ host, server, row }) => ({ target: `https://${host}:${server.port}`, ...at, ...row })),
      { target: `tls://ldap.contoso.example:${await freePort()}`, ...at, service: 'Directory' },
      { target: `https://sync.contoso.example:${silent.port}`, ...at, service: 'File exchange' },
      ...datedRows(now),
    ],
    renewMail: async () => {
      const renewed = await issue('mail.contoso.example', 89.9);
      mail?.server.replace({ certificate: renewed.fullChain, key: renewed.key });
    },
    close: async () => {
      await Promise.all([...running.map(({ server }) => server.close()), silent.close()]);
    },
  };
}

function datedRows(now: Instant): Row[] {
  const day = (days: number) => iso(now + days * DAY).slice(0, 10);
  return [
    { target: 'dated:Office licence Fabrikam', client: 'Fabrikam', expires: day(20), owner: 'otto@msp.example' },
    { target: 'dated:Firewall support contract', client: 'Fabrikam', expires: day(200), owner: 'otto@msp.example' },
    { target: 'gopher://old.fabrikam.example', client: 'Fabrikam', ownr: 'otto@msp.example' },
  ];
}
