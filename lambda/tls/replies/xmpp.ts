import { FOREIGN, INCOMPLETE, type ReadReply, type Reply } from '../reply';

/** Prefixes are the server's own choice, so elements are known by their local names alone. */
const STREAM = /^\s*(?:<\?xml[^<>]*\?>\s*)?<(?:\w{1,40}:)?stream[\s>]/;
const FEATURES_END = /<(?:\w{1,40}:)?features\s*\/>|<\/(?:\w{1,40}:)?features\s*>/;
const STREAM_END = /<\/(?:\w{1,40}:)?(?:error|stream)\s*>/;
/** RFC 6120 §4.9.2: the condition is the first element of the error and has a namespace of its own. */
const CONDITION = /<([a-z-]{1,40})\s[^<>]{0,40}urn:ietf:params:xml:ns:xmpp-streams/;
/** What the server adds to the condition for people (RFC 6120 §4.9.2). */
const TEXT = /<text\s[^<>]{0,200}>([^<>]{1,200})<\/text\s*>/;

/** The server's stream header and its features, or its error (RFC 6120 §4.3.2, §4.9, §5.4.1). */
export const readFeatures: ReadReply = (bytes) => {
  const text = bytes.toString('latin1');
  const features = FEATURES_END.exec(text);
  if (features === null && !STREAM_END.test(text)) return mayBeXmpp(text) ? INCOMPLETE : FOREIGN;
  if (!STREAM.test(text)) return FOREIGN;
  if (features === null) return turnedAway(text, 'an error of its stream');
  const offered = /<(?:\w{1,40}:)?starttls[\s/>]/.test(text.slice(0, features.index));
  const end = features.index + features[0].length;
  return offered ? { is: 'go-ahead', end } : { is: 'not-offered', lacks: 'starttls' };
};

/** `<proceed/>` or `<failure/>` (RFC 6120 §5.4.2). */
export const readProceed: ReadReply = (bytes) => {
  const text = bytes.toString('latin1');
  const proceed = /^\s*<proceed(?:\s[^<>]{0,200})?(?:\/>|>\s*<\/proceed\s*>)/.exec(text);
  if (proceed !== null) return { is: 'go-ahead', end: proceed[0].length };
  if (/<failure[\s/>]/.test(text)) return { is: 'denied', says: 'failure' };
  if (STREAM_END.test(text)) return turnedAway(text, 'the end of its stream');
  return /^\s*(?:<|$)/.test(text) ? INCOMPLETE : FOREIGN;
};

function turnedAway(text: string, otherwise: string): Reply {
  const words = TEXT.exec(text)?.[1];
  const says = [CONDITION.exec(text)?.[1], words && Buffer.from(words, 'latin1').toString('utf8')].filter(Boolean);
  return { is: 'turned-away', says: says.join(': ') || otherwise };
}

/** As long as its beginning is not there, any beginning of XML may become a stream; a page in HTML may not. */
function mayBeXmpp(text: string): boolean {
  return STREAM.test(text) || /^\s*(?:<\?xml[^<>]*\?>\s*)?(?:<[^<>]{0,60})?$/.test(text) || /^\s*<\?[^<>]*$/.test(text);
}
