import { DAY } from '../../lambda/core/instant';
import { digestOf, finding, known, operationsOf, renewals, row } from './digests';
import { CERTIFICATE, certificate, NOW, notice, RENEWED, renewalCase } from './notices';

const { successor: _none, ...UNISSUED } = renewalCase({ addresses: [] });

const ROWS = [
  row('www.contoso.example'),
  row('shop.contoso.example', { owner: 'bert@contoso.example' }),
  row('vpn.contoso.example', { promised: '2026-11-30', owner: 'Carla' }),
  row('mail.contoso.example', { muted: '2026-12-24' }),
  row('db.contoso.example:5432', { owner: '' }),
  row('new.contoso.example'),
];

const RESULTS = [
  known('www.contoso.example', {
    expiry: { ...RENEWED, expires: NOW + 120 * DAY },
    memory: renewals([2, 21], [90, 20]),
  }),
  known('shop.contoso.example', {
    expiry: CERTIFICATE,
    renewal: renewalCase(),
    findings: [finding('not-applied', 'A newer certificate lies in ACM, but 192.0.2.8 serves the old one.')],
  }),
  known('vpn.contoso.example', {
    expiry: certificate(1, { expires: NOW + 12 * DAY }),
    renewal: { ...UNISSUED, step: 'promised', promised: { until: NOW + 8 * DAY, by: 'Carla' } },
  }),
  known('mail.contoso.example', {
    findings: [finding('name-mismatch', 'The certificate is not for mail.contoso.example; it is for other.example.')],
  }),
  known('db.contoso.example:5432', {
    seen: false,
    findings: [finding('unreachable', 'Nothing listens on port 5432 of 192.0.2.1.')],
  }),
];

const WAITS = notice({ client: 'Fabrikam', at: NOW - 30 * 3_600_000 });

/** The weekly digests, by what the document calls them. */
export const DIGESTS = {
  'A client’s week': digestOf('Contoso', ROWS, RESULTS),
  'A week in which nothing happened': digestOf('Contoso', [row('a.example')], [known('a.example')]),
  'The week of operations': operationsOf(
    [...ROWS, row('a.fabrikam.example', { client: 'Fabrikam' }), row('a.globex.example', { client: 'Globex' })],
    [
      ...RESULTS,
      known('a.fabrikam.example', { client: 'Fabrikam', pending: [WAITS] }),
      known('a.globex.example', { client: 'Globex' }),
    ],
    ['The digest of Globex was not sent: Throttled'],
  ),
};
