/** What a server sent in answer to the reader's hello. */
export type Reading =
  | {
      readonly ok: true;
      /** The highest that it speaks up to TLS 1.2, it may speak TLS 1.3 besides; or TLS 1.3, where that was asked for. */
      readonly protocol: Protocol;
      /** OpenSSL's name, as `getCipher().name` has it. */
      readonly cipher: string;
      /** DER, byte for byte in the order sent; 1 to 32 of them. That they are certificates has not been looked at. */
      readonly certificates: readonly Uint8Array[];
      /** The OCSP response it staples, DER; absent where it staples none. */
      readonly staple?: Uint8Array;
      /** It asks its clients for a certificate; whether it goes on without one, only a whole hand-shake shows. */
      readonly clientCertificate: boolean;
    }
  | Unread;

/** Why there is no reading. */
export type Unread =
  /** It refused with a fatal alert, of this description (RFC 8446 §6). */
  | { readonly ok: false; readonly why: 'alert'; readonly alert: number }
  /** What it says is no TLS: its first words where they are printable. */
  | { readonly ok: false; readonly why: 'not-tls'; readonly words?: string }
  | { readonly ok: false; readonly why: 'closed' | 'timed-out' }
  /** The stream broke: by a reset, or by anything else. */
  | { readonly ok: false; readonly why: 'reset' | 'failed'; readonly error: unknown }
  /** More than the reader takes, or no flight of TLS; the problem goes after the name of the place. */
  | { readonly ok: false; readonly why: 'too-much' | 'malformed'; readonly problem: string };

export type Protocol = 'SSLv3' | 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
