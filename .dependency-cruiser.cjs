// The directions of imports; CONTRIBUTING.md says why.
const BUILT_IN_BUT_PURE = '^(util|node:util)$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'core-imports-nothing',
      comment: 'The core is pure: no SDK, socket, clock or environment.',
      severity: 'error',
      from: { path: '^lambda/core/' },
      to: { pathNot: ['^lambda/core/', BUILT_IN_BUT_PURE] },
    },
    {
      name: 'parts-import-the-core-alone',
      comment: 'Probes, store, notify and report know the core and not each other.',
      severity: 'error',
      from: { path: '^lambda/(probes|tls|aws|store|notify|report)/' },
      to: {
        path: '^(lambda|lib|cli|bench)/',
        pathNot: ['^lambda/core/', '^lambda/environment\\.ts$', '^lambda/$1/', '^lambda/(tls|aws)/'],
      },
    },
    {
      name: 'only-probes-look',
      severity: 'error',
      from: { path: '^lambda/(tls|aws|store|notify|report)/' },
      to: { path: '^lambda/(tls|aws)/', pathNot: '^lambda/$1/' },
    },
    {
      name: 'what-runs-knows-no-cdk',
      severity: 'error',
      from: { path: '^(lambda|cli|bench)/' },
      to: { path: ['^lib/', 'node_modules/(aws-cdk|aws-cdk-lib|constructs|cdk-nag)/'] },
    },
    {
      name: 'what-is-deployed-shares-names-alone',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(lambda|cli|bench)/', pathNot: '^lambda/(environment|core/edit-distance)\\.ts$' },
    },
    {
      name: 'nothing-imports-its-users',
      severity: 'error',
      from: { path: '^lambda/', pathNot: '^lambda/handlers/' },
      to: { path: '^(lambda/handlers|cli|bench|test)/' },
    },
  ],
  options: {
    // TypeScript 7 has no compiler API for the cruiser to use; swc reads the imports, those of types included.
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'import', 'node', 'default', 'types'],
    },
  },
};
