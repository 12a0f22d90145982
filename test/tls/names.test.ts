import { namesMatch } from '../../lambda/tls/names';
import type { SubjectName } from '../../lambda/tls/subject-names';

const dns = (value: string): SubjectName => ({ type: 'dns', value });
const ip = (value: string): SubjectName => ({ type: 'ip', value });

describe('a certificate is for a host', () => {
  it.each<[string, string, SubjectName[]]>([
    ['of just its name', 'www.example.com', [dns('www.example.com')]],
    ['whatever the case', 'WWW.example.com', [dns('www.EXAMPLE.com')]],
    ['with the dot of the root after it', 'www.example.com.', [dns('www.example.com')]],
    ['by any one of its names', 'b.example', [dns('a.example'), ip('192.0.2.1'), dns('b.example')]],
    ['by a wildcard for its leftmost label', 'www.example.com', [dns('*.example.com')]],
    ['by a wildcard, though the label is an IDN', 'xn--bcher-kva.example.com', [dns('*.example.com')]],
    ['of an IDN in ASCII', 'xn--bcher-kva.example', [dns('xn--bcher-kva.example')]],
    ['of one label', 'intranet', [dns('intranet')]],
    ['with an underscore', 'my_host.example.com', [dns('my_host.example.com')]],
    ['of its IPv4 address', '192.0.2.1', [ip('192.0.2.1')]],
    ['of its IPv6 address, however it is spelt', '2001:DB8:0:0::1', [ip('2001:db8::1')]],
  ])('%s', (_, host, names) => {
    expect(namesMatch(host, names)).toBe(true);
  });
});

describe('a certificate is not for a host', () => {
  it.each<[string, string, SubjectName[]]>([
    ['when it has no names', 'www.example.com', []],
    ['of another name', 'www.example.com', [dns('example.com')]],
    ['below its name', 'www.example.com', [dns('example.com'), dns('w.example.com')]],
    ['by a wildcard for the apex', 'example.com', [dns('*.example.com')]],
    ['by a wildcard two labels up', 'a.b.example.com', [dns('*.example.com')]],
    ['by a wildcard in the middle', 'a.b.example.com', [dns('a.*.example.com')]],
    [
      'by a part of a label',
      'www1.example.com',
      [dns('www*.example.com'), dns('w*1.example.com'), dns('*1.example.com')],
    ],
    ['by a bare wildcard', 'example', [dns('*'), dns('*.')]],
    ['by a wildcard for a whole top level', 'example.com', [dns('*.com')]],
    ['by two wildcards', 'a.b.example.com', [dns('*.*.example.com')]],
    ['by the wildcard itself as its name', '*.example.com', [dns('www.example.com')]],
    ['of a name that ends in a dot, which certificates do not have', 'www.example.com', [dns('www.example.com.')]],
    [
      'of a name with a NUL after it',
      'bank.example',
      [dns('bank.example\ufffd'), dns('bank.example\ufffd.evil.example')],
    ],
    ['of an IDN in Unicode', 'xn--bcher-kva.example', [dns('b\ufffdcher.example')]],
    ['of another address', '192.0.2.1', [ip('192.0.2.10')]],
    ['of an address written as a DNS name', '192.0.2.1', [dns('192.0.2.1')]],
    ['of a host name written as an address', 'a.example', [ip('a.example')]],
    ['by a wildcard for addresses', '192.0.2.1', [dns('*.0.2.1'), ip('*.0.2.1')]],
    ['without a name', '', [dns(''), dns('.')]],
  ])('%s', (_, host, names) => {
    expect(namesMatch(host, names)).toBe(false);
  });
});
