import { type OnRequest, TLS_ON_REQUEST } from '../../../lambda/core/protocol';
import { openStream } from '../../../lambda/tls/connection';
import { readCertificates } from '../../../lambda/tls/reader/read';
import { createAuthority, type Issued } from '../../servers/certificates';
import { startDialogue } from '../../servers/dialogue-servers';
import { SCRIPTS } from '../../servers/scripts';
import { buffers } from './scene';

/** The name that the scripts expect. */
const NAME = 'www.example.com';
const PROTOCOLS = Object.keys(TLS_ON_REQUEST).filter((name): name is OnRequest => Object.hasOwn(SCRIPTS, name));

let issued: Issued;

beforeAll(async () => {
  issued = await (await createAuthority({ name: 'Test CA' })).issue({ name: NAME, names: [NAME] });
});

describe('the reader reads on after the dialogue of', () => {
  it.each(PROTOCOLS)('%s', async (protocol) => {
    const running = await startDialogue(SCRIPTS[protocol], issued);
    const until = performance.now() + 5_000;
    const { address, port } = running;
    const opened = await openStream({ host: NAME, address, port, protocol, timeout: 5_000 }, until);
    if ('failure' in opened) throw new Error(opened.failure.sentence);
    const reading = await readCertificates(opened.stream, { servername: NAME, until });
    opened.socket.destroy();
    await running.close();
    expect(reading.ok && buffers(reading.certificates)).toEqual(buffers([issued.der]));
    expect(running.seen).toEqual([NAME]);
  });
});
