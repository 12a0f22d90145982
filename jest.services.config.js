/** The real servers of `npm run test:services`; test/services/install.sh installs them. */
/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config'),
  roots: ['<rootDir>/test/services'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 90_000,
};
