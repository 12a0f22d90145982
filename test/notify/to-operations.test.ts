import type { Message } from '../../lambda/notify/channel';
import { toOperationsToo } from '../../lambda/notify/to-operations';
import { notice, only } from './notices';

const ordinary = only('Contoso', [notice()]);
const own = only('-', [notice({ kind: 'monitor', target: 'monitor:cloud', client: '-', event: 'monitor-blind' })]);
const down = async () => Promise.reject(new Error('down'));

function channels(changes: { notices?: typeof down; operations?: typeof down } = {}) {
  const sent: string[] = [];
  const to = (name: string) => async (message: Message) => {
    sent.push(`${name}: ${message.attributes.event.join()}`);
  };
  const both = { notices: to('notices'), operations: to('operations'), ...changes };
  return { sent, channel: toOperationsToo(both.notices, both.operations) };
}

test('what a client is told is not for operations', async () => {
  const { sent, channel } = channels();
  await channel(ordinary);
  expect(sent).toEqual(['notices: due']);
});

test('what the monitor says of itself goes both ways', async () => {
  const { sent, channel } = channels();
  await channel(own);
  expect(sent.sort()).toEqual(['notices: monitor-blind', 'operations: monitor-blind']);
});

test('either way is gone although the other fails, and that is said', async () => {
  const withoutNotices = channels({ notices: down });
  await expect(withoutNotices.channel(own)).rejects.toThrow('down');
  expect(withoutNotices.sent).toEqual(['operations: monitor-blind']);
  const withoutOperations = channels({ operations: down });
  await expect(withoutOperations.channel(own)).rejects.toThrow('down');
  expect(withoutOperations.sent).toEqual(['notices: monitor-blind']);
});
