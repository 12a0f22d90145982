import type { JsonCall } from './json-client';

type Answer = Awaited<ReturnType<JsonCall>>;

/**
 * The pages of a list, one after the other.
 *
 * @param token the name of what leads from a page to the next, in the answer and in the request.
 */
export async function* jsonPages(ask: (input: object) => Promise<Answer>, token: string): AsyncGenerator<Answer> {
  for (let next: unknown; ; ) {
    const page = await ask(next === undefined ? {} : { [token]: next });
    yield page;
    next = page[token];
    if (typeof next !== 'string' || next === '') return;
  }
}

/** The members of a list in an answer that are objects; undefined of what is no list. */
export function listIn(list: unknown): Answer[] | undefined {
  return Array.isArray(list) ? list.filter((member) => typeof member === 'object' && member !== null) : undefined;
}

/** The same of what need not be there. */
export function objectsIn(list: unknown): Answer[] {
  return listIn(list) ?? [];
}

export function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
