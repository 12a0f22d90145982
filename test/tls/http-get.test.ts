import { type GetRules, httpGet } from '../../lambda/tls/http-get';
import { createAuthority } from '../servers/certificates';
import { type Document, endless, startWeb, trickle, type Web } from '../servers/http-documents';
import { freePort, startAnswering, startClosing, startSilent } from '../servers/odd-servers';

const LOOPBACK = async () => ['127.0.0.1'];

function rules(odd: Partial<GetRules> & { within?: number } = {}): GetRules {
  const { within = 5_000, ...rest } = odd;
  return { maxBytes: 1_000, until: performance.now() + within, lookup: LOOPBACK, ...rest };
}

async function withWeb<T>(documents: Record<string, Document>, work: (web: Web) => Promise<T>): Promise<T> {
  const web = await startWeb(documents);
  try {
    return await work(web);
  } finally {
    await web.close();
  }
}

const redirecting =
  (location: string, status = 302): Document =>
  (response) =>
    response.writeHead(status, { location }).end('elsewhere');

test('gives status, headers and body, and asks without cookies or compression', async () => {
  await withWeb({ '/a?b': Buffer.from('the body') }, async (web) => {
    const answer = await httpGet(`${web.origin}/a?b#c`, rules());
    expect(answer).toMatchObject({ status: 200, headers: { connection: 'close' }, body: Buffer.from('the body') });
    expect(web.headers()).toEqual({
      accept: '*/*',
      'accept-encoding': 'identity',
      connection: 'close',
      host: `localhost:${web.port}`,
      'user-agent': 'notafter',
    });
  });
});

test('gives no body but that of status 200', async () => {
  const documents: Record<string, Document> = {
    '/busy': (response) => response.writeHead(503, { 'retry-after': '120' }).end('x'.repeat(5_000)),
  };
  await withWeb(documents, async ({ origin }) => {
    expect(await httpGet(`${origin}/busy`, rules())).toMatchObject({
      status: 503,
      headers: { 'retry-after': '120' },
      body: new Uint8Array(),
    });
  });
});

test('follows three redirects, relative ones too, and no more', async () => {
  const documents: Record<string, Document> = {
    '/0': redirecting('/1', 301),
    '/1': redirecting('2', 307),
    '/2': redirecting('./3', 308),
    '/3': Buffer.from('there'),
    '/round': redirecting('/round'),
  };
  await withWeb(documents, async (web) => {
    expect(await httpGet(`${web.origin}/0`, rules())).toMatchObject({ status: 200, body: Buffer.from('there') });
    expect(await httpGet(`${web.origin}/round`, rules())).toEqual({ problem: 'redirects more than 3 times' });
    expect(web.asked).toEqual(['/0', '/1', '/2', '/3', '/round', '/round', '/round', '/round']);
  });
});

describe('asks nobody whom the guard refuses', () => {
  const guard = (address: string) => (address === '127.0.0.1' ? undefined : `${address} is closed`);

  it.each<[string, string, string]>([
    ['as an address', 'http://127.0.0.2/', 'leads where this prober must not look: 127.0.0.2 is closed'],
    [
      'as an address in another notation',
      'http://0x7f000002/',
      'leads where this prober must not look: 127.0.0.2 is closed',
    ],
    ['as an address in one number', 'http://2130706434/', 'leads where this prober must not look: 127.0.0.2 is closed'],
    ['as an IPv6 address', 'http://[::1]/', 'leads where this prober must not look: ::1 is closed'],
    ['by its name', 'http://other.test/', 'leads where this prober must not look: 127.0.0.2 is closed'],
  ])('%s', async (_, url, problem) => {
    expect(await httpGet(url, rules({ guard, lookup: async () => ['127.0.0.2'] }))).toEqual({ problem });
  });

  it('where a redirect leads there', async () => {
    await withWeb({ '/': redirecting('http://127.0.0.2/') }, async ({ origin }) => {
      const problem = 'leads where this prober must not look: 127.0.0.2 is closed';
      expect(await httpGet(`${origin}/`, rules({ guard }))).toEqual({ problem });
    });
  });

  it('and goes to the address that was allowed, whatever else the name leads to', async () => {
    await withWeb({ '/': Buffer.from('here') }, async ({ port }) => {
      const lookup = async () => ['127.0.0.2', '127.0.0.1'];
      const answer = await httpGet(`http://two.test:${port}/`, rules({ guard, lookup }));
      expect(answer).toMatchObject({ body: Buffer.from('here') });
    });
  });
});

describe('refuses what is no address of a document', () => {
  it.each<[string, string, string]>([
    ['a file', 'file:///etc/passwd', 'cannot be fetched: it is no http or https URL'],
    ['LDAP', 'ldap://ca.test/cn=crl', 'cannot be fetched: it is no http or https URL'],
    ['nonsense', 'http://', 'cannot be fetched: it is no URL'],
    ['a password', 'http://a:b@localhost/', 'cannot be fetched: it holds a user name or password'],
    ['one that is too long', `http://localhost/${'a'.repeat(3_000)}`, 'cannot be fetched: it is no URL'],
  ])('%s', async (_, url, problem) => {
    expect(await httpGet(url, rules())).toEqual({ problem });
  });

  it('also where a redirect leads there', async () => {
    await withWeb({ '/': redirecting('file:///etc/passwd') }, async ({ origin }) => {
      expect(await httpGet(`${origin}/`, rules())).toEqual({ problem: 'redirects to what is no http or https URL' });
    });
  });
});

describe('ends by the deadline and within the bounds', () => {
  const documents: Record<string, Document> = {
    '/silent': () => undefined,
    '/trickle': trickle,
    '/endless': (response) => endless(response.writeHead(200)),
    '/announced': (response) => response.writeHead(200, { 'content-length': 2_000 }).end('x'.repeat(2_000)),
    '/truncated': (response) => {
      response.writeHead(200, { 'content-length': 500 });
      response.write('x', () => response.destroy());
    },
    '/headers': (response) => response.writeHead(200, { long: 'x'.repeat(100_000) }).end(),
  };

  it.each<[string, string, string]>([
    ['a server that never answers', '/silent', 'does not answer in time'],
    ['one that sends a byte now and then', '/trickle', 'does not answer in time'],
    ['one that never ends', '/endless', 'is longer than the 1000 bytes that are read'],
    ['one that says that it is long', '/announced', 'is longer than the 1000 bytes that are read'],
    ['one that breaks off', '/truncated', 'cannot be fetched (ECONNRESET)'],
    ['one whose headers are long', '/headers', 'cannot be fetched (HPE_HEADER_OVERFLOW)'],
  ])('%s', async (_, path, problem) => {
    await withWeb(documents, async (web) => {
      const start = performance.now();
      expect(await httpGet(`${web.origin}${path}`, rules({ within: 400 }))).toEqual({ problem });
      expect(performance.now() - start).toBeLessThan(1_500);
      await gone(web);
    });
  });

  it('a name that is never looked up', async () => {
    const lookup = () => new Promise<readonly string[]>(() => undefined);
    const problem = 'does not answer in time';
    expect(await httpGet('http://slow.test/', rules({ lookup, within: 100 }))).toEqual({ problem });
  });

  it.each<[string, () => Promise<{ port: number; close: () => Promise<void> }>, string]>([
    ['what accepts and is silent', startSilent, 'does not answer in time'],
    ['what closes', startClosing, 'cannot be fetched (ECONNRESET)'],
    [
      'what speaks no HTTP',
      () => startAnswering(Buffer.from('220 mail\r\n')),
      'cannot be fetched (HPE_INVALID_CONSTANT)',
    ],
  ])('%s', async (_, start, problem) => {
    const { port, close } = await start();
    const outcome = await httpGet(`http://localhost:${port}/`, rules({ within: 400 }));
    await close();
    expect(outcome).toEqual({ problem });
  });

  it('a port that nobody listens on, and a name that does not exist', async () => {
    const port = await freePort();
    const refused = { problem: 'cannot be fetched (ECONNREFUSED)' };
    expect(await httpGet(`http://localhost:${port}/`, rules())).toEqual(refused);
    const lookup = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    const unknown = { problem: 'cannot be fetched, since DNS says ENOTFOUND of none.test' };
    expect(await httpGet('http://none.test/', rules({ lookup }))).toEqual(unknown);
    const nowhere = { problem: 'cannot be fetched, since none.test has no address' };
    expect(await httpGet('http://none.test/', rules({ lookup: async () => [] }))).toEqual(nowhere);
  });
});

describe('over https', () => {
  it('believes nobody but the CAs that it is told, and never goes on without TLS', async () => {
    const ca = await createAuthority({ name: 'Test CA' });
    const { fullChain: cert, key } = await ca.issue({ name: 'localhost', names: ['localhost'] });
    const documents = { '/': Buffer.from('safe'), '/down': redirecting('http://localhost:1/') };
    const web = await startWeb(documents, { cert, key });
    try {
      const trusted = rules({ ca: ca.certificate });
      expect(await httpGet(`${web.origin}/`, trusted)).toMatchObject({ body: Buffer.from('safe') });
      expect(await httpGet(`${web.origin}/`, rules())).toEqual({
        problem: 'cannot be fetched (UNABLE_TO_VERIFY_LEAF_SIGNATURE)',
      });
      expect(await httpGet(`${web.origin}/down`, trusted)).toEqual({
        problem: 'redirects to what is not protected by TLS any more',
      });
    } finally {
      await web.close();
    }
  });
});

/** The server notices in a moment that its client has gone. */
async function gone(web: Web): Promise<void> {
  for (let round = 0; round < 200 && web.connections() > 0; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(web.connections()).toBe(0);
}
