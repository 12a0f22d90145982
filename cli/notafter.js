#!/usr/bin/env node
// The command runs from its TypeScript sources: tsx translates them while they load.
require('tsx/cjs');
require('./main.ts');
