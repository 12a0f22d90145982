#!/usr/bin/env node
// The command runs from its TypeScript sources: tsx translates them while they load.
// Names without a dot are looked up on the thread pool, where four threads would wait for four dead name servers.
process.env.UV_THREADPOOL_SIZE ??= '64';
require('tsx/cjs');
require('./main.ts');
