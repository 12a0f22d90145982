import { createServer } from 'node:http';
import { listening } from './running';

/** Answers DescribeStacks for one stack, whatever is asked. @param outputs by their names. */
export async function startCloudFormation(
  outputs: Readonly<Record<string, string>>,
): Promise<{ endpoint: string; close: () => Promise<void> }> {
  const members = Object.entries(outputs).map(
    ([name, value]) => `<member><OutputKey>${name}</OutputKey><OutputValue>${escaped(value)}</OutputValue></member>`,
  );
  const http = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(
      `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member><StackName>notafter</StackName><CreationTime>2026-11-22T12:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
    );
  });
  const { port, close } = await listening(http);
  return { endpoint: `http://127.0.0.1:${port}`, close };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
