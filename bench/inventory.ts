import { createAws } from '../lambda/aws/clients';
import { DAY } from '../lambda/core/instant';
import { NOTHING_REMEMBERED } from '../lambda/core/known-chain';
import { readTargets } from '../lambda/core/read-targets';
import { probe } from '../lambda/probes';
import { type AcmCertificate, acmCertificate } from '../test/servers/acm-answers';
import { type AcmServerOptions, startAcm } from '../test/servers/acm-server';
import { keysOf } from '../test/servers/aws-server';
import { type Report, ratio } from './report';
import type { Workspace } from './workspace';

const NOW = Date.UTC(2026, 10, 22);
const SIZES = [1_000, 2_500] as const;

/**
 * How often ACM is asked in one look at a region, by how many certificates it holds; beside asking for a list and then for
 * each certificate, as is usually done.
 */
export async function inventory({ quick }: Workspace): Promise<Report> {
  const ways: [string, Partial<AcmServerOptions>][] = [
    ['SearchCertificates', {}],
    ['ListCertificates, where it must not search', { search: 'denied' }],
  ];
  const rows: string[][] = [];
  for (const size of quick ? [100] : SIZES) {
    for (const [way, options] of ways) rows.push(await row(way, size, options));
  }
  return {
    title: 'Calls of ACM for one look at a region',
    headings: ['how', 'certificates', '× list and describe', 'calls', 'a 1,000', 'of them Describe', 'ms'],
    rows,
    notes: [
      'One in ten is imported, in use and ends within 75 days; one in twenty is renewed soon, one in a hundred stuck.',
    ],
  };
}

async function row(way: string, size: number, options: Partial<AcmServerOptions>): Promise<string[]> {
  const certificates = Array.from({ length: size }, (_, i) => certificateNo(i));
  const server = await startAcm({ certificates, ...options });
  try {
    const [target] = readTargets([{ target: 'acm:eu-west-1' }]);
    if (target === undefined) throw new Error('the row is not understood');
    const aws = createAws({ endpoint: server.endpoint, credentials: keysOf('123456789012') });
    const start = performance.now();
    const [own, ...found] = await probe(target, { now: () => NOW, timeout: 60_000, aws }, NOTHING_REMEMBERED);
    const took = performance.now() - start;
    if (found.length !== size) throw new Error(`${found.length} of ${size} found: ${JSON.stringify(own.observation)}`);
    const usual = size + Math.ceil(size / 1_000);
    const described = server.calls.filter((call) => call === 'DescribeCertificate').length;
    const calls = server.calls.length;
    const figures = [ratio(calls / usual), `${calls}`, ((calls / size) * 1_000).toFixed(0), `${described}`];
    return [way, size.toLocaleString('en'), ...figures, took.toFixed(0)];
  } finally {
    await server.close();
  }
}

function certificateNo(i: number): AcmCertificate {
  const domain = `host${i}.example`;
  const ending = (days: number) => ({
    NotBefore: new Date(NOW + (days - 198) * DAY),
    NotAfter: new Date(NOW + days * DAY),
  });
  const issued = { Type: 'AMAZON_ISSUED', RenewalEligibility: 'ELIGIBLE' } as const;
  if (i % 10 === 0) return acmCertificate(domain, ending(40));
  if (i % 20 === 1) return acmCertificate(domain, { ...issued, ...ending(50) });
  if (i % 100 === 2) {
    const RenewalSummary: NonNullable<AcmCertificate['RenewalSummary']> = {
      RenewalStatus: 'PENDING_VALIDATION',
      DomainValidationOptions: [],
      UpdatedAt: new Date(NOW),
    };
    return acmCertificate(domain, { ...issued, ...ending(35), RenewalSummary });
  }
  return acmCertificate(domain, { ...issued, ...ending(120) });
}
