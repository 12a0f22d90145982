import type { Context } from 'aws-lambda';

/** What Lambda tells a function of each call. @param timeout milliseconds that it may take. */
export function contextOf(functionName: string, timeout: number): () => Context {
  return () => {
    const until = Date.now() + timeout;
    return {
      functionName,
      functionVersion: '1',
      awsRequestId: 'request',
      invokedFunctionArn: 'arn',
      memoryLimitInMB: '512',
      logGroupName: 'log',
      logStreamName: 'log',
      callbackWaitsForEmptyEventLoop: false,
      getRemainingTimeInMillis: () => until - Date.now(),
      done: () => undefined,
      fail: () => undefined,
      succeed: () => undefined,
    };
  };
}
