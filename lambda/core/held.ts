import type { Certificate } from './certificate';
import type { Instant } from './instant';
import type { Preflight } from './preflight';

/** A certificate as AWS Certificate Manager tells of it. */
export interface ManagedCertificate {
  readonly arn: string;
  readonly domain: string;
  readonly names: readonly string[];
  readonly type: 'imported' | 'amazon-issued' | 'private' | 'unknown';
  /** ACM's own word: `ISSUED`, `PENDING_VALIDATION`, `EXPIRED` … */
  readonly status: string;
  readonly inUse: boolean;
  /** ARNs of what it is attached to, where that was asked for. */
  readonly usedBy?: readonly string[];
  readonly exported: boolean;
  /** How ACM makes sure of the names; absent for what was imported. */
  readonly validation?: 'dns' | 'email' | 'http';
  /** Absent until the certificate has been issued. */
  readonly notBefore?: Instant;
  readonly notAfter?: Instant;
  readonly serial?: string;
  readonly renewal: {
    /** ACM says that it will renew this one by itself. */
    readonly eligible: boolean;
    /** `PENDING_AUTO_RENEWAL`, `PENDING_VALIDATION`, `SUCCESS`, `FAILED`; absent before the first attempt. */
    readonly status?: string;
    /** ACM's reason word for a failure: `CAA_ERROR`, `NO_AVAILABLE_CONTACTS` … */
    readonly reason?: string;
    /** DNS records that ACM waits for, as `name CNAME value`. */
    readonly missingRecords: readonly string[];
  };
  /** The DNS records by which ACM makes sure of the names at each renewal, as `name CNAME value`; where that was asked for. */
  readonly validationRecords?: readonly string[];
  readonly preflight?: Preflight;
  /** Something of it could not be read this once: what is not told here is not therefore gone. */
  readonly detailMissed?: true;
}

/** A server certificate that was uploaded to IAM; nothing renews it. */
export interface ServerCertificate {
  readonly arn: string;
  /** As IAM calls it. */
  readonly name: string;
  readonly uploadedAt?: Instant;
  readonly notAfter: Instant;
  /** What the certificate itself says; absent where its body could not be read. */
  readonly leaf?: Certificate;
}

/** A domain that is registered through Route 53. */
export interface RegisteredDomain {
  readonly name: string;
  readonly expires: Instant;
  readonly autoRenew: boolean;
}

/** A database instance: its own certificate and that of the CA it is set to. */
export interface Database {
  readonly arn: string;
  readonly name: string;
  readonly engine: string;
  readonly ca: { readonly name: string; readonly notAfter?: Instant };
  /** The end of the server's own certificate, which RDS renews by itself while the CA lasts. */
  readonly notAfter?: Instant;
  /** When its CA ends could not be read, which is not to say that nobody knows. */
  readonly detailMissed?: true;
}

/** A certificate authority of AWS Private CA. */
export interface Authority {
  readonly arn: string;
  readonly name: string;
  /** AWS's own word: `ACTIVE`, `DISABLED`, `EXPIRED` … */
  readonly status: string;
  readonly notBefore?: Instant;
  /** Absent until its own certificate has been installed. */
  readonly notAfter?: Instant;
  readonly serial?: string;
}
