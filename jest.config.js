const parsedAs = (parser) => ['@swc/jest', { jsc: { parser, target: 'es2022' } }];

/** Published as an ES module alone; Jest's own loader takes CommonJS. */
const ES_MODULE = '@sindresorhus/transliterate/';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // Real servers, with a configuration of their own.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/services/'],
  transform: { '\\.ts$': parsedAs({ syntax: 'typescript' }), [ES_MODULE]: parsedAs({ syntax: 'ecmascript' }) },
  transformIgnorePatterns: [`/node_modules/(?!${ES_MODULE})`],
  setupFiles: ['<rootDir>/test/setup.js'],
  testTimeout: 120_000,
};
