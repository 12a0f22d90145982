import { organisationOf } from './certificate';

interface CaaIssuer {
  /** What a CAA record may call it; the first is the one to write. */
  readonly domains: readonly string[];
  /** As its issuing certificates write their organisation. */
  readonly organisations: readonly string[];
}

/** Since 2024 Entrust sells what Sectigo and SSL.com issue, who therefore go by its names as well. */
const ENTRUST = ['entrust.net', 'affirmtrust.com'];

const SECTIGO = ['sectigo.com', 'comodoca.com', 'comodo.com', 'usertrust.com', 'trust-provider.com', ...ENTRUST];

/** As in CCADB's “CAA identifiers” report and the CAs' own practice statements; a CA that is not here is not judged. */
const ISSUERS: readonly CaaIssuer[] = [
  { domains: ['letsencrypt.org'], organisations: ["Let's Encrypt", 'Internet Security Research Group'] },
  {
    domains: ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com', 'aws.amazon.com'],
    organisations: ['Amazon', 'Amazon Trust Services'],
  },
  { domains: ['pki.goog', 'google.com'], organisations: ['Google Trust Services', 'Google Trust Services LLC'] },
  { domains: [...SECTIGO, 'zerossl.com'], organisations: ['ZeroSSL', 'ZeroSSL GmbH'] },
  { domains: SECTIGO, organisations: ['Sectigo Limited', 'COMODO CA Limited', 'The USERTRUST Network'] },
  {
    domains: [
      ...['digicert.com', 'www.digicert.com', 'digicert.ne.jp', 'cybertrust.ne.jp', 'symantec.com', 'thawte.com'],
      ...['geotrust.com', 'rapidssl.com', 'quovadisglobal.com', 'pkioverheid.nl', 'www.pkioverheid.nl'],
      ...['digitalcertvalidation.com', 'volusion.digitalcertvalidation.com', 'stratossl.digitalcertvalidation.com'],
      ...['1and1.digitalcertvalidation.com', 'intermediatecertificate.digitalcertvalidation.com'],
      ...['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com'],
    ],
    organisations: ['DigiCert Inc', 'DigiCert, Inc.', 'QuoVadis Limited', 'QuoVadis Trustlink B.V.'],
  },
  { domains: ['globalsign.com'], organisations: ['GlobalSign nv-sa', 'GlobalSign'] },
  {
    domains: ['godaddy.com', 'starfieldtech.com'],
    organisations: ['GoDaddy.com, Inc.', 'Starfield Technologies, Inc.'],
  },
  { domains: ['microsoft.com', 'digicert.com'], organisations: ['Microsoft Corporation'] },
  { domains: ['buypass.com', 'buypass.no'], organisations: ['Buypass AS-983163327', 'Buypass AS'] },
  { domains: ['ssl.com', ...ENTRUST], organisations: ['SSL Corp', 'SSL Corporation'] },
  { domains: ENTRUST, organisations: ['Entrust, Inc.', 'Entrust Limited', 'Entrust Corporation', 'AffirmTrust'] },
  { domains: ['actalis.it'], organisations: ['Actalis S.p.A.', 'Actalis S.p.A./03358520967'] },
  { domains: ['harica.gr'], organisations: ['Hellenic Academic and Research Institutions CA'] },
  { domains: ['d-trust.net', 'dtrust.net', 'd-trust.de', 'dtrust.de'], organisations: ['D-Trust GmbH'] },
  {
    domains: ['telesec.de', 'pki.dfn.de', 'dfn.de'],
    organisations: ['Deutsche Telekom Security GmbH', 'T-Systems International GmbH'],
  },
  {
    domains: ['swisssign.com', 'swisssign.net', 'swisssign.ch', 'swisssign.li', 'swisssign.org', 'swisssign.biz'],
    organisations: ['SwissSign AG'],
  },
  {
    domains: ['certum.pl', 'certum.eu', 'yandex.ru'],
    organisations: ['Asseco Data Systems S.A.', 'Unizeto Technologies S.A.'],
  },
  { domains: ['identrust.com'], organisations: ['IdenTrust', 'IdenTrust, Inc.'] },
  { domains: ['certainly.com'], organisations: ['Certainly'] },
  { domains: ['certigna.fr', 'certigna.com'], organisations: ['Certigna', 'Dhimyotis'] },
  { domains: ['telia.com', 'telia.fi', 'telia.se'], organisations: ['Telia Finland Oyj', 'Telia Company AB'] },
];

const DOMAINS: ReadonlyMap<string, readonly string[]> = new Map(
  ISSUERS.flatMap(({ domains, organisations }) => organisations.map((one) => [one.toLowerCase(), domains] as const)),
);

/**
 * The domain names by which CAA records let this issuer issue, the one to write first; undefined of an issuer that is not known.
 *
 * @param issuer a distinguished name, as `Certificate.issuer` has it.
 */
export function caaDomainsOf(issuer: string): readonly string[] | undefined {
  return DOMAINS.get(organisationOf(issuer)?.toLowerCase() ?? '');
}
