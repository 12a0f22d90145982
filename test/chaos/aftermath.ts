import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { EMBEDDED_TABLES } from '../../cli/embedded-dynamo';
import { DAY } from '../../lambda/core/instant';
import { documentClient } from '../../lambda/store/document-client';
import type { Night } from './night';

/** What is not there that has to be when all has come to rest: results, messages, lines of history. */
export async function missing(night: Night, client: DynamoDBClient): Promise<string[]> {
  return [...(await untrue(night)), ...untold(night), ...unheard(night), ...(await unwritten(night, client))];
}

/** Whatever is served is known. */
async function untrue({ sites, world }: Night): Promise<string[]> {
  const latest = await world.results.latest();
  // Of what comes and goes nothing is known while it is gone, if its row was gone before.
  return sites
    .filter(({ target, flaps }) => !flaps || latest.get(target)?.seen)
    .filter(({ target, expires }) => latest.get(target)?.expiry?.expires !== expires)
    .map(({ target }) => `${target} is not known as it is`);
}

/** Whatever expires within a week somebody has heard of, whatever was decided about it. */
function untold({ sites, ledger, now }: Night): string[] {
  const heard = [...ledger.notices.values()].filter(({ arrived }) => arrived.has('owner'));
  return sites
    .filter(({ flaps, expires }) => !flaps && expires - now < 7 * DAY)
    .filter(
      ({ target, expires }) => !heard.some(({ notice: n }) => n.target === target && n.expiry?.expires === expires),
    )
    .map(({ target }) => `${target} is due, and nobody was told`);
}

/** Whatever was decided has arrived, unless something newer took its place. */
function unheard({ ledger }: Night): string[] {
  return [...ledger.notices].flatMap(([key, { notice, arrived, gone }]) =>
    notice.audience
      .filter((audience) => gone !== 'superseded' && !arrived.has(audience))
      .map((audience) => `${key} never arrived at ${audience}`),
  );
}

/** Whatever was decided is in the history. */
async function unwritten({ ledger }: Night, client: DynamoDBClient): Promise<string[]> {
  const lines = new Set<string>();
  const scan = { TableName: EMBEDDED_TABLES.results };
  for await (const { Items = [] } of paginateScan({ client: documentClient(client) }, scan)) {
    for (const { target, record } of Items) lines.add(`${target} ${record}`);
  }
  return [...ledger.notices]
    .filter(([, { notice }]) => !lines.has(`${notice.target} ${new Date(notice.at).toISOString()}#${notice.event}`))
    .map(([key]) => `${key} is not in the history`);
}
