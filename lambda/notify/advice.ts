import type { Reason } from '../core/finding';
import type { Kind } from '../core/target';

/** What to do first, by the reason that a notice is about. Stands word for word in the reason's article in docs/findings.md. */
export const ADVICE: Record<Reason, string> = {
  expiring: 'Renew it, then put the new one into use; a renewal that is not in use changes nothing.',
  expired:
    'Look whether a new one has been issued already and only has to be put into use; otherwise renew it at once.',
  'not-yet-valid':
    'Put the previous certificate back until the new one is valid, or have it reissued to begin earlier.',
  'chain-element-expiring':
    'Install the chain that the CA hands out today; the server’s own certificate can stay. Drop an element that clients no longer need.',
  'name-mismatch':
    'Check which certificate the server is set to serve for this name. If it is the right one, have it reissued with the name in it.',
  untrusted:
    'Install a certificate from a CA that clients know. If a private CA is meant, set “trust” in the row to private or to a fingerprint.',
  'self-signed':
    'Install a certificate from a CA. If this one is meant, set “trust” in the row to its fingerprint (sha256:…).',
  'chain-incomplete':
    'Install the intermediate certificates together with the certificate (the CA’s “full chain” file), then reload the service.',
  'chain-order':
    'Install the CA’s “full chain” file as it is and nothing else, then reload the service. Drop what the finding names.',
  'weak-signature':
    'Have it reissued with SHA-256; where it is an intermediate, install the chain that the CA hands out today.',
  'weak-key': 'Make a new key, RSA with 2048 bits or ECDSA with P-256, and have the certificate reissued for it.',
  'legacy-protocol': 'Switch TLS 1.2 and 1.3 on; where the software is too old for them, update or replace it.',
  'validity-too-long': 'Have it reissued with a shorter validity, before clients refuse it.',
  'common-name-only': 'Have it reissued with the name in subjectAltName.',
  'mixed-addresses':
    'If a renewal is under way, put the new certificate into use at the addresses that the finding names. If they are meant to differ, nothing is to be done.',
  'addresses-left': 'Nothing, if the addresses serve the same; otherwise add a row for each, with its “address”.',
  'must-staple-missing':
    'Switch OCSP stapling on and see that the server reaches the CA’s responder; or have the certificate reissued without must-staple.',
  'revocation-unknown':
    'Nothing, unless it stays: then see that notafter can reach the address that the finding names.',
  'renew-now':
    'Renew it now, then put the new one into use; if renewal is automatic, find out why it has not run. Read the CA’s reasons where the finding links to them.',
  'client-certificate-required': 'Nothing; it is said so that what is and is not seen there can be understood.',
  'unexpected-certificate':
    'Find out who changed the certificate. If it was meant, write the new fingerprint into “trust”; if not, treat it as an incident.',
  unreachable:
    'Check that the service runs, and that name, port and firewall let it be reached from where notafter looks.',
  'not-tls': 'Check the port and the scheme in the row; if they are right, switch TLS on there.',
  'no-tls': 'Switch TLS on for this protocol, or correct the port or the scheme in the row.',
  'address-refused':
    'Correct the name in DNS or the row; if the address is meant, allow it at deploy time, or let a prober in that network look.',
  'access-denied': 'Grant notafter’s role the permission that the finding names.',
  'not-applied':
    'Put the new certificate into use wherever the old one still is, and reload the service there; what was exported from ACM has to be exported and installed anew. It is issued; nothing has to be ordered.',
  'renewal-late':
    'Find out why the renewal has not run: look at the log of the ACME client or at what ACM says. Then let it run, and put the new one into use.',
  'renewal-blocked':
    'Remove what blocks it: add the DNS records that the finding names, or let a CAA record allow Amazon. ACM then renews by itself.',
  'will-not-renew': 'Renew it by hand, or replace it by one that ACM issues and renews itself.',
  'name-gone': 'Put the name back into DNS, or have the certificate reissued without it, before it is to be renewed.',
  'caa-forbids':
    'Let the CA issue again: add it to the CAA record that the finding names; or change to a CA that the record names.',
  'validation-record-missing':
    'Put the record that the finding names into DNS, and leave it there: ACM looks for it at each renewal.',
  'validation-by-email':
    'Request the certificate anew with DNS validation, put that one into use, and delete the old one.',
  'domain-ends-sooner': 'Renew the registration of the domain, or switch its automatic renewal on.',
  'not-issued':
    'Add the DNS records that the finding names, or request it anew. Delete the request if nobody needs it.',
  revoked: 'Replace it at once. Make a new key: the old one may be known to others.',
  'region-skipped': 'Enable the region in the account, or delete the row.',
  'not-found':
    'Correct the ARN in the row, or delete the row if the thing is gone; an inventory’s row has to be there for its account and region.',
  'date-disagrees': 'Correct “expires” in the row, or clear it; the date that is seen is the one that counts.',
  'promise-refused': 'Write a day before the expiry into “promised”.',
  'promise-broken':
    'Ask whoever took it on what stands in the way; then renew, or write a new day into “promised” that will hold.',
  'monitor-blind':
    'See whether the prober has a network, and no firewall or proxy in its way: its name servers, its way to the Internet. If all is well there, look at what those endpoints have in common, since all of it may be down.',
  'out-of-time':
    'See first whether many targets do not answer any more, as each of them costs its whole time-out. If they do, deploy with more “memory”, or with “distributed”, which looks at many parts of the estate at the same time.',
  'prober-silent':
    'Look at the machine that the agent runs on: is it up, does its timer run, what did its last run print? If no such agent is meant to be, correct “location” in the rows.',
  'not-subscribed':
    'Subscribe somebody to the notices, or widen the filter policy of a subscription, so that each client and severity is heard by somebody. See that whoever is subscribed has confirmed it.',
  'subscription-pending':
    'Have the link in AWS’s mail “Subscription Confirmation” opened within three days, or request it again in the SNS console. Delete the subscription if it was a slip.',
  'sms-limited':
    'Move the account out of the SMS sandbox, or raise its monthly spending limit, in the SNS console under “Text messaging”; both are requests to AWS that take a day.',
  'canary-missing':
    'Give each subscription that the finding names a filter policy, such as {"audience":["owner"]}, which lets through what is the owner’s and not the canary.',
  'digest-missing':
    'See whether the schedule of the digests is there and enabled, and what the log says of them; then send them by hand.',
  'not-understood': 'Correct the row as the finding says.',
  'attribute-not-understood': 'Correct the attribute as the finding says; until then its default applies.',
  'attribute-unknown': 'Correct the attribute’s name if it is a slip; leave it if it is your own.',
};

/** The same where the new one is known, and in use nowhere or not everywhere. */
export const ISSUED: Partial<Record<Reason, string>> = {
  expired:
    'The new one is issued already: put it into use wherever the old one still is, and reload the service there. Nothing has to be ordered.',
  'promise-broken':
    'The new one is issued already: ask whoever took it on what stands in the way of putting it into use, or have another do it. Nothing has to be ordered.',
};

/** The same of a date, where what it is the date of is renewed in another way than a certificate. */
export const RENEWING: Partial<Record<Kind, string>> = {
  dated: 'Renew it, then write the next date into “expires”.',
  route53: 'Renew the registration of the domain, or switch its automatic renewal on.',
  rds: 'Set the instance to the newest CA that its clients trust; some engines restart for that.',
  'acm-pca':
    'Have the authority’s own certificate renewed, or issue from a new one; what it has issued ends when it does.',
};

/** What is wrong, said of the target: `www.example.com …`. Short and in ASCII, since subjects and text messages carry it. */
export const FAULTS: Record<Reason, string> = {
  expiring: 'expires soon',
  expired: 'has expired',
  'not-yet-valid': 'serves a certificate that is not valid yet',
  'chain-element-expiring': 'has an intermediate that expires soon',
  'name-mismatch': 'serves a certificate for another name',
  untrusted: 'serves a certificate that is not trusted',
  'self-signed': 'serves a self-signed certificate',
  'chain-incomplete': 'serves an incomplete chain',
  'chain-order': 'sends a chain that is not in order',
  'weak-signature': 'has a certificate with a weak signature',
  'weak-key': 'has a certificate with a weak key',
  'legacy-protocol': 'speaks only outdated versions of TLS',
  'validity-too-long': 'serves a certificate that is valid for too long',
  'common-name-only': 'has its name only as common name',
  'mixed-addresses': 'serves different certificates',
  'addresses-left': 'has more addresses than are looked at',
  'must-staple-missing': 'staples no OCSP response, but must',
  'revocation-unknown': 'may be revoked or not',
  'renew-now': 'serves a certificate that its CA wants renewed now',
  'client-certificate-required': 'asks for a client certificate',
  'unexpected-certificate': 'serves another certificate than it should',
  unreachable: 'cannot be reached',
  'not-tls': 'does not speak TLS',
  'no-tls': 'offers no TLS',
  'address-refused': 'has an address that the monitor must not look at',
  'access-denied': 'denies the monitor access',
  'not-applied': 'serves the old certificate',
  'renewal-late': 'should have been renewed by now',
  'renewal-blocked': 'cannot be renewed by ACM',
  'will-not-renew': 'will not be renewed by ACM',
  'name-gone': 'has a name that DNS does not know any more',
  'caa-forbids': 'may not be renewed by its CA (CAA)',
  'validation-record-missing': 'misses a DNS record that its renewal needs',
  'validation-by-email': 'is validated by e-mail, which ends in 2028',
  'domain-ends-sooner': 'is under a domain whose registration ends first',
  'not-issued': 'has not been issued',
  revoked: 'has a revoked certificate',
  'region-skipped': 'is in a region that is switched off',
  'not-found': 'is found by no inventory',
  'date-disagrees': 'has another date than its row says',
  'promise-refused': 'has a promise later than its expiry',
  'promise-broken': 'is overdue',
  'monitor-blind': 'cannot see what it watches',
  'out-of-time': 'has no time for all that it watches',
  'prober-silent': 'does not look any more',
  'not-subscribed': 'has notices that nobody would receive',
  'subscription-pending': 'has an unconfirmed subscription',
  'sms-limited': 'can send hardly any text messages',
  'canary-missing': 'cannot prove that its notices arrive',
  'digest-missing': 'sends no digest',
  'not-understood': 'cannot be understood',
  'attribute-not-understood': 'has an attribute that cannot be understood',
  'attribute-unknown': 'has an attribute that is not known',
};
