import { listServerCertificates, type Uploaded } from '../aws/server-certificates';
import type { ServerCertificate } from '../core/held';
import type { IamTarget } from '../core/target';
import { readCertificate } from '../tls/certificate';
import { type InventoryLook, partly, takeStock, withTags } from './inventory';
import type { Probe } from './probe';

/** Looks through the server certificates of IAM in the accounts of the row. */
export function probeIam(target: IamTarget, look: InventoryLook): ReturnType<Probe<'iam'>> {
  const { aws, now } = look;
  return takeStock(target, look, {
    what: 'IAM',
    actions: 'iam:ListServerCertificates',
    ask: async (where, signal, asked) => {
      const { certificates, unread } = await listServerCertificates(aws.iam(where), now(), signal);
      const held = certificates.map((uploaded) => ({
        id: uploaded.arn,
        observation: { saw: 'server-certificate', certificate: withLeaf(uploaded) } as const,
      }));
      const of = unread.length === 1 ? 'one certificate' : `${unread.length} certificates`;
      const problems = partly(`The names of ${of}`, unread, { ...asked, actions: 'iam:GetServerCertificate' });
      return withTags({ held, problems }, aws, where, 'iam:server-certificate', signal, asked);
    },
  });
}

/** What is no certificate to us is told of as IAM tells of it. */
function withLeaf({ body, ...certificate }: Uploaded): ServerCertificate {
  const base64 = /-----BEGIN CERTIFICATE-----([^-]{1,200000})-----END CERTIFICATE-----/.exec(body ?? '')?.[1];
  const leaf = base64 === undefined ? undefined : readCertificate(Buffer.from(base64, 'base64'));
  return leaf === undefined || 'problem' in leaf ? certificate : { ...certificate, leaf };
}
