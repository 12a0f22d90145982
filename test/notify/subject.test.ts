import { DAY } from '../../lambda/core/instant';
import type { Notice } from '../../lambda/core/notice';
import { CERTIFICATE, NOW, notice, only } from './notices';

const LONG_HOST = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(55)}.example.com`;

interface Row {
  readonly client?: string;
  readonly changes?: Partial<Notice>;
  readonly subject: string;
}

const ROWS: Record<string, Row> = {
  'the client stands behind a single notice': {
    subject: '[CRITICAL] www.example.com expires in 3 days (Contoso)',
  },
  'no client is not shown': {
    client: '-',
    subject: '[CRITICAL] www.example.com expires in 3 days',
  },
  'the scheme that everybody uses is not shown': {
    changes: { target: 'https://www.example.com:8443/' },
    subject: '[CRITICAL] www.example.com:8443 expires in 3 days (Contoso)',
  },
  'umlauts are written out': {
    client: 'Müller & Söhne',
    subject: '[CRITICAL] www.example.com expires in 3 days (Mueller & Soehne)',
  },
  'a client in letters without a Latin form is not shown': {
    client: '株式会社',
    subject: '[CRITICAL] www.example.com expires in 3 days',
  },
  'a dated row in such letters is called by its kind': {
    changes: { kind: 'dated', target: 'dated:株式会社' },
    subject: '[CRITICAL] a dated entry expires in 3 days (Contoso)',
  },
  'a host in other letters is called as DNS knows it, since the Latin spelling is another host': {
    changes: { target: 'https://bücher.example:8443' },
    subject: '[CRITICAL] xn--bcher-kva.example:8443 expires in 3 days (Contoso)',
  },
  'curly quotes, dashes and dots are made straight': {
    changes: { kind: 'dated', target: 'dated:“Office” – licence…' },
    subject: '[CRITICAL] "Office" - licence... expires in 3 days (Contoso)',
  },
  'a line break cannot begin another header': {
    changes: { kind: 'dated', target: 'dated:licence\r\nBcc: all@example.com' },
    subject: '[CRITICAL] licence Bcc: all@example.com expires in 3 days (Contoso)',
  },
  'what does not fit is taken from the client first': {
    client: 'Contoso International Holdings and Subsidiaries GmbH & Co. KG',
    subject: '[CRITICAL] www.example.com expires in 3 days (Contoso International Holdings and Subsidiaries...)',
  },
  'a client of which too little would be left is not shown': {
    client: 'Contoso International Holdings',
    changes: { target: `www.${'department'.repeat(5)}.example.com` },
    subject: '[CRITICAL] www.departmentdepartmentdepartmentdepartmentdepartment.example.com expires in 3 days',
  },
  'then from the middle of the name, in whole labels': {
    changes: { target: LONG_HOST },
    subject: '[CRITICAL] ...ddddddddddddddddddddddddddddddddddddddddddddddddddddddd.example.com expires in 3 days',
  },
  'the place of a certificate in ACM goes before the middle of its name': {
    changes: {
      kind: 'acm',
      target: 'arn:aws:acm:ap-southeast-2:123456789012:certificate/0f1e2d3c',
      expiry: { ...CERTIFICATE, what: `www.${'department'.repeat(5)}.example.com`, expires: NOW + 100 * DAY },
    },
    subject: '[CRITICAL] www.departmentdepartmentdepartmentdepartmentdepartment.example.com expires in 100 days',
  },
  'a certificate in ACM that has no name yet is called by its id': {
    changes: {
      event: 'unreachable',
      kind: 'acm',
      target: 'arn:aws-cn:acm:cn-north-1:123456789012:certificate/0f1e2d3c',
    },
    subject: '[CRITICAL] www.example.com (ACM cn-north-1) cannot be read (Contoso)',
  },
  'several addresses that cannot be reached are counted': {
    changes: {
      event: 'unreachable',
      severity: 'warning',
      findings: ['192.0.2.7', '2001:db8::7'].map((address) => ({
        reason: 'unreachable',
        severity: 'warning',
        sentence: 'Nothing answered.',
        address,
      })),
    },
    subject: '[WARNING] www.example.com cannot be reached at 2 addresses (Contoso)',
  },
};

test.each(Object.entries(ROWS))('%s', (_name, { client = 'Contoso', changes, subject }) => {
  expect(only(client, [notice(changes)]).subject).toBe(subject);
});
