import type { OnRequest } from '../core/protocol';
import { CHAT_DIALOGUES } from './chat-dialogues';
import type { Dialogue } from './dialogue';
import { MAIL_DIALOGUES } from './mail-dialogues';
import { readExtendedResponse, START_TLS } from './replies/ldap';
import { lines, NUMBERED } from './replies/lines';
import * as mysql from './replies/mysql';
import * as postgres from './replies/postgres';
import { CONNECTION_REQUEST, readConfirm } from './replies/rdp';
import { PRE_LOGIN_REQUEST, readPreLogin } from './replies/tds';
import { tdsStream } from './tds-stream';

/** The dialogue of each protocol, as its standard has it. Nobody logs in. */
export const DIALOGUES: Readonly<Record<OnRequest, Dialogue>> = {
  ...MAIL_DIALOGUES,
  ...CHAT_DIALOGUES,
  // RFC 4217 §4; 120 announces a greeting yet to come (RFC 959 §5.4)
  ftp: {
    name: 'FTP',
    steps: [
      { reads: lines({ begins: NUMBERED.begins, ends: /^(?!120)\d{3}(?: |$)/, good: /^220/, away: /^/ }) },
      { asks: 'AUTH TLS', sends: 'AUTH TLS\r\n', reads: lines({ ...NUMBERED, good: /^234/, away: /^421/ }) },
    ],
  },
  ldap: {
    name: 'LDAP',
    steps: [{ asks: 'StartTLS', sends: START_TLS, reads: readExtendedResponse }],
  },
  // RFC 3977 §5.1, RFC 4642 §2.2
  nntp: {
    name: 'NNTP',
    steps: [
      { reads: lines({ ...NUMBERED, good: /^20[01]/, away: /^/ }) },
      { asks: 'STARTTLS', sends: 'STARTTLS\r\n', reads: lines({ ...NUMBERED, good: /^382/, away: /^400/ }) },
    ],
  },
  postgres: {
    name: 'PostgreSQL',
    steps: [{ asks: 'SSLRequest', sends: postgres.SSL_REQUEST, reads: postgres.readSslAnswer }],
  },
  mysql: {
    name: 'MySQL',
    steps: [{ reads: mysql.readHandshake }, { asks: 'SSLRequest', sends: mysql.SSL_REQUEST }],
  },
  mssql: {
    name: 'TDS',
    steps: [{ asks: 'PRELOGIN', sends: PRE_LOGIN_REQUEST, reads: readPreLogin }],
    wraps: tdsStream,
  },
  rdp: {
    name: 'RDP',
    steps: [{ asks: 'the connection request', sends: CONNECTION_REQUEST, reads: readConfirm }],
  },
};
