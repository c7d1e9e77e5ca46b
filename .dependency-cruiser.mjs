// Who may import whom (docs/architecture.md), no cycles, no orphans. Runs in `npm run check`.
const TEST = '\\.test\\.ts$';
const only = (folder, allowed, comment) => ({
  name: `${folder}-boundary`,
  comment,
  severity: 'error',
  from: { path: `^src-${folder}/`, pathNot: TEST },
  to: { path: '^(src-|build/|tests/)', pathNot: allowed.map((path) => `^src-${path}`) },
});

export default {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: ['\\.d\\.ts$', TEST, '\\.config\\.(ts|mjs)$', '\\.cjs$'] },
      to: {},
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual:|.*\\?)' },
    },
    only('shared', ['shared/'], 'src-shared is what two runtimes agree on: it imports nothing of ours.'),
    only('service', ['shared/', 'service/'], 'The service is platform-free.'),
    only('gateway', ['shared/', 'gateway/'], 'The gateway knows no client.'),
    only(
      'main',
      ['shared/', 'main/', 'service/(service|ports).ts', 'gateway/embedded.ts'],
      'The shell takes entries only.',
    ),
    only('preload', ['shared/bridge/', 'preload/'], 'The preload knows names only.'),
    only(
      'web',
      ['shared/', 'web/', 'service/(service|ports).ts'],
      'The browser host takes the service entry only.',
    ),
    only('renderer', ['shared/(bridge|model)/', 'renderer/'], 'The window knows the bridge and the model.'),
    {
      name: 'tests-stay-out',
      severity: 'error',
      from: { path: '^(src-|build/)', pathNot: TEST },
      to: { path: ['^tests/', TEST] },
    },
    {
      name: 'emulator-stands-alone',
      comment: 'The gateway cannot tell the emulator from a real PABX: it only ever meets it over HTTP.',
      severity: 'error',
      from: { path: '^src-gateway/(pabx|rules|agent-events|link-server|store)/', pathNot: TEST },
      to: { path: '^src-gateway/emulator/' },
    },
    {
      name: 'sql-lives-in-stores',
      severity: 'error',
      from: { path: '^src-', pathNot: ['^src-gateway/(store|emulator)/', '^src-main/service-host/', TEST] },
      to: { path: 'node_modules/better-sqlite3' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.cache|node_modules)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
