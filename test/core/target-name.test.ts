import { readTargetName } from '../../lambda/core/target-name';

const ARN = 'arn:aws:acm:eu-west-1:123456789012:certificate/0f1e2d3c-0000-4000-8000-123456789abc';

describe('a key that is understood', () => {
  test.each([
    ['a bare host is https', 'www.example.com', { kind: 'tls', protocol: 'https', host: 'www.example.com', port: 443 }],
    [
      'a bare host with a port',
      'mail.example.com:8443',
      { kind: 'tls', protocol: 'https', host: 'mail.example.com', port: 8443 },
    ],
    [
      'case and blanks do not matter',
      '  HTTPS://WWW.Example.COM ',
      { kind: 'tls', protocol: 'https', host: 'www.example.com', port: 443 },
    ],
    [
      'a path and a query are left away',
      'https://example.com/owa?x=1',
      { kind: 'tls', protocol: 'https', host: 'example.com', port: 443 },
    ],
    [
      'a fragment keeps two rows apart',
      'example.com#second',
      { kind: 'tls', protocol: 'https', host: 'example.com', port: 443 },
    ],
    [
      'a trailing dot is the same host',
      'example.com.',
      { kind: 'tls', protocol: 'https', host: 'example.com', port: 443 },
    ],
    [
      'any implicit TLS',
      'tls://ldap.example.com:636',
      { kind: 'tls', protocol: 'tls', host: 'ldap.example.com', port: 636 },
    ],
    [
      'a service on its own port',
      'SMTP://mail.example.com',
      { kind: 'tls', protocol: 'smtp', host: 'mail.example.com', port: 25 },
    ],
    [
      'a service on another port',
      'postgres://db.example.com:6432/orders',
      { kind: 'tls', protocol: 'postgres', host: 'db.example.com', port: 6432 },
    ],
    [
      'a service by its other name',
      'MariaDB://db.example.com',
      { kind: 'tls', protocol: 'mysql', host: 'db.example.com', port: 3306 },
    ],
    [
      'an IDN becomes its A-label',
      'https://müller.example',
      { kind: 'tls', protocol: 'https', host: 'xn--mller-kva.example', port: 443 },
    ],
    ['an IPv4 address', '192.0.2.7:443', { kind: 'tls', protocol: 'https', host: '192.0.2.7', port: 443 }],
    [
      'an IPv6 literal in brackets',
      'https://[2001:DB8::1]:8443',
      { kind: 'tls', protocol: 'https', host: '2001:db8::1', port: 8443 },
    ],
    ['a bare IPv6 literal', '2001:db8::1', { kind: 'tls', protocol: 'https', host: '2001:db8::1', port: 443 }],
    ['a host of one label', 'intranet', { kind: 'tls', protocol: 'https', host: 'intranet', port: 443 }],
    [
      'a host with an underscore',
      'my_host.example.com',
      { kind: 'tls', protocol: 'https', host: 'my_host.example.com', port: 443 },
    ],
    [
      'a host called like a scheme, with a port',
      'domain:8443',
      { kind: 'tls', protocol: 'https', host: 'domain', port: 8443 },
    ],
    ['a dated thing keeps its words', 'dated: Office licence #4711', { kind: 'dated', name: 'Office licence #4711' }],
    ['an inventory', 'ACM:EU-West-1', { kind: 'acm', region: 'eu-west-1' }],
    ['the prober of a location', ' Monitor: HQ ', { kind: 'monitor', location: 'hq' }],
    ['a host that is called so', 'monitor:443', { kind: 'tls', protocol: 'https', host: 'monitor', port: 443 }],
    ['an inventory in a partition of its own', 'acm:us-gov-west-1', { kind: 'acm', region: 'us-gov-west-1' }],
    ['an inventory of every region, beside another', 'acm: * #Contoso', { kind: 'acm', region: '*' }],
    ['an inventory without regions', 'IAM:', { kind: 'iam' }],
    ['an inventory of domains', 'route53:#all accounts', { kind: 'route53' }],
    ['an inventory of databases', 'rds:ap-southeast-2', { kind: 'rds', region: 'ap-southeast-2' }],
    ['an inventory of authorities', 'acm-pca:*', { kind: 'acm-pca', region: '*' }],
    [
      'a host called like an inventory, with a port',
      'rds:5432',
      { kind: 'tls', protocol: 'https', host: 'rds', port: 5432 },
    ],
    ['an ARN of ACM', ` ${ARN} `, { kind: 'arn', arn: ARN }],
    ...[
      'arn:aws-cn:iam::123456789012:server-certificate/cloudfront/old',
      'arn:aws:rds:eu-west-1:123456789012:db:orders',
      'arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/0f1e2d3c',
      'arn:aws:route53domains::123456789012:domain/example.com',
    ].map((arn): [string, string, object] => ['another ARN that an inventory finds', arn, { kind: 'arn', arn }]),
  ])('%s', (_, key, expected) => {
    expect(readTargetName(key)).toEqual(expected);
  });
});

describe('a key that is not understood says why', () => {
  test.each([
    ['nothing', '', /is empty; write a host name/],
    ['blanks alone', '   ', /is empty/],
    [
      'an unknown scheme, with those that are known',
      'gopher://example.com',
      /“gopher” is not a kind.*tls:\/\/host:port, dated:<what>, acm:<region>, iam:, .*, ARNs, and <service>:\/\/host with https, .*, rdp$/,
    ],
    ['a scheme without end', `${'x'.repeat(5_000)}://host`, /^“xxxxxxxxxxxxxxxxxxxx” is not a kind.{0,400}$/],
    ['a scheme called like what every object has', 'constructor://host', /“constructor” is not a kind/],
    ['a domain', 'domain:example.com', /“domain” is not a kind/],
    [
      'an ARN of what no inventory finds',
      'arn:aws:ec2:eu-west-1:123456789012:instance/i-1',
      /is of nothing that an inventory finds; those are of acm, iam/,
    ],
    [
      'an ARN of an RDS cluster',
      'arn:aws:rds:eu-west-1:123456789012:cluster:x',
      /is of nothing that an inventory finds/,
    ],
    ['half an ARN', 'arn:aws:acm:eu-west-1', /“arn:aws:acm:eu-west-1” is not an ARN/],
    ['an ARN with more behind it', `${ARN}#web`, /One row says all there is to say of an ARN/],
    ['port 99999', 'example.com:99999', /“99999” is not a port; ports are 1 to 65535/],
    ['port 0', 'example.com:0', /“0” is not a port/],
    ['a port in words', 'example.com:https', /“https” is not a port/],
    ['an empty port', 'example.com:', /“” is not a port/],
    ['a tls target without a port', 'tls://example.com', /A port is missing; write it as tls:\/\/example.com:636/],
    ['a host with a blank', 'www example.com', /has a blank in it/],
    ['a host of 300 characters', `${'a'.repeat(60)}.`.repeat(5), /has 304 characters; host names have at most 253/],
    ['a label of 64 characters', `${'a'.repeat(64)}.example.com`, /a part of 64 characters; at most 63/],
    ['an empty label', 'www..example.com', /the part “”/],
    ['a label that begins with a hyphen', '-www.example.com', /the part “-www”/],
    ['a star', '*.example.com', /the part “\*”/],
    [
      'a word that is neither scheme nor host, with what is understood',
      'foo:bar',
      /“foo” is not a kind.*tls:\/\/host:port/,
    ],
    ['a number', '8443', /“8443” is a number and no host name/],
    ['half an IPv4 address', '127.1', /is a number and no host name/],
    ['a user name', 'https://admin@example.com', /A user name has no place here/],
    ['no host', 'https://', /The host is missing/],
    ['half an IPv6 literal', 'https://[2001:db8::1', /is not a host name or an IP address/],
    ['an IPv4 address that is none', '999.1.1.1', /is not a host name or an IP address/],
    ['a dated thing without a name', 'dated:  ', /Nothing is named after “dated:”/],
    [
      'an inventory of no region',
      'acm:Frankfurt',
      /“frankfurt” is not an AWS region; .* acm:eu-west-1, or acm:\* for all/,
    ],
    ['a region where there is none', 'iam:eu-west-1', /“eu-west-1” has no place here/],
    ['a URL with the word of an inventory', 'acm://eu-west-1', /“acm” is not a kind/],
    [
      'a prober of no location',
      'monitor:',
      /No prober is named after “monitor:”; write its location, as in monitor:cloud/,
    ],
  ])('%s', (_, key, expected) => {
    expect(readTargetName(key)).toEqual({ problem: expect.stringMatching(expected) });
  });
});
