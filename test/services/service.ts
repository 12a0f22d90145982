import type { TlsProtocol } from '../../lambda/core/protocol';
import type { Issued } from '../servers/certificates';

/** One way to be looked at that a service offers. */
export interface Offer {
  readonly scheme: TlsProtocol;
  /** The name that the row gives; default {@link NAME}. */
  readonly name?: string;
  /** What is to be seen at the address beyond the right certificate, or instead of it where `ok` is false. */
  readonly sees?: object;
  /** What the reader sees that differs from TLS 1.2 and the right certificate. */
  readonly reads?: object;
  /** It breaks off every full check, so that only what it sends is to be seen; default both, one after the other. */
  readonly depth?: 'reader';
}

/** A program of a service; it stays in the foreground until it is told to end. */
export interface Program {
  /** The program and its arguments. */
  readonly run: readonly string[];
  /** Default root. */
  readonly user?: string;
  /** What ends it in an orderly way; default SIGTERM. */
  readonly ends?: NodeJS.Signals;
  /** What it gets where the tests are killed; default SIGTERM, by which servers end what they have started. */
  readonly orphaned?: NodeJS.Signals;
  /** Where it writes its log, if not to its output. */
  readonly log?: string;
}

/** Where a service lives during the tests. */
export interface Ground {
  /** A folder that everybody may enter; its owner is root. */
  readonly folder: string;
  /** The port for an offer, by the sentence that names it. */
  readonly port: (offer: string) => number;
  /** A certificate for {@link NAME}, as files that the user may read; the key's file is the user's own. */
  readonly certificate: (user?: string, of?: Issued) => { readonly chain: string; readonly key: string };
  /** Another certificate of the same CA. */
  readonly other: Issued;
  /** The PEM file of the CA. */
  readonly ca: string;
  /** Writes a file into the folder and says its path. */
  readonly write: (name: string, lines: readonly string[]) => string;
  /** Makes a folder within it, of a user's own, and says its path. */
  readonly make: (name: string, user?: string) => string;
}

/** A real server of the kind that people run, from Debian's packages. */
export interface Service {
  readonly name: string;
  /** By a sentence that goes on after “it is seen”. */
  readonly offers: Readonly<Record<string, Offer>>;
  /** Writes the configuration, and says what to start. */
  readonly prepare: (ground: Ground) => readonly Program[];
}

/** Whom the certificate is for. */
export const NAME = 'www.example.com';

/** Whom {@link Ground.other} is for. */
export const OTHER_NAME = 'other.example.com';

/** What is seen of a service whose TLS is not switched on. */
export const NO_TLS = { ok: false, failure: { reason: 'no-tls' } } as const;
