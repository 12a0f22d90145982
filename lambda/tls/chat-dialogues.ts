import type { OnRequest } from '../core/protocol';
import type { Dialogue, Talk } from './dialogue';
import { lines } from './replies/lines';
import { readFeatures, readProceed } from './replies/xmpp';

/** RFC 6120 §4.3, §5.4; the version 1.0 is what makes the server tell its features (§4.7.5). */
function xmpp(name: string, namespace: 'jabber:client' | 'jabber:server'): Dialogue {
  const header = ({ host }: Talk) =>
    `<?xml version='1.0'?><stream:stream to='${host}' version='1.0' xmlns='${namespace}' xmlns:stream='http://etherx.jabber.org/streams'>`;
  return {
    name,
    steps: [
      { asks: 'the opening of a stream', sends: header, reads: readFeatures },
      { asks: 'starttls', sends: "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", reads: readProceed },
    ],
  };
}

/** RFC 1459 §2.3.1: most lines of a server begin with its name, the others with their command. */
const IRC = /^(?::\S+ |(?:NOTICE|PING|PONG|ERROR|CAP) )/;

/** The dialogues of chat. */
export const CHAT_DIALOGUES = {
  // https://ircv3.net/specs/deprecated/tls: the capability `tls`, then 670 or 691; 439 says “please wait” to everybody
  irc: {
    name: 'IRC',
    steps: [
      {
        asks: 'CAP LS',
        // InspIRCd without its capabilities says nothing to CAP, but answers the PING: with 451 before a client has a name.
        sends: 'CAP LS\r\nPING notafter\r\n',
        reads: lines({
          begins: IRC,
          ends: /^(?::\S+ )?(?:CAP \S+ LS |PONG |4(?!39)\d\d |ERROR )/,
          good: /^(?::\S+ )?(?:CAP|PONG) /,
          offers: { line: /^(?::\S+ )?CAP \S+ LS .*[: ]tls(?: |=|$)/, called: 'tls' },
          away: /^(?::\S+ )?ERROR /,
        }),
      },
      {
        asks: 'STARTTLS',
        sends: 'STARTTLS\r\n',
        reads: lines({
          begins: IRC,
          // Not 451, which the PING has before it.
          ends: /^(?::\S+ )?(?:670 |691 |4(?!39|51)\d\d |ERROR )/,
          good: /^(?::\S+ )?670 /,
          away: /^(?::\S+ )?ERROR /,
        }),
      },
    ],
  },
  xmpp: xmpp('XMPP', 'jabber:client'),
  'xmpp-server': xmpp('XMPP', 'jabber:server'),
} as const satisfies Partial<Record<OnRequest, Dialogue>>;
