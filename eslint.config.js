/** Lint, and the direction of imports (docs/architecture.md): every ban says why. */
import globals from 'globals';
import tseslint from 'typescript-eslint';

const layers = {
  shared: ['worker', 'addin', 'sandbox', 'tests'],
  'worker/sync': [
    'pass',
    'graph',
    'crm',
    'store',
    'identity',
    'jobs',
    'api',
    'cli',
    'main',
    'addin',
    'sandbox',
  ],
  'worker/pass': ['graph', 'crm', 'store', 'identity', 'jobs', 'api', 'cli', 'main', 'addin', 'sandbox'],
  'worker/graph': ['crm', 'store', 'identity', 'jobs', 'api', 'cli', 'main', 'addin', 'sandbox'],
  'worker/probe': ['crm', 'store', 'identity', 'jobs', 'api', 'cli', 'main', 'addin', 'sandbox'],
  'worker/crm': ['graph', 'identity', 'jobs', 'api', 'cli', 'main', 'addin', 'sandbox'],
  'worker/store': ['graph', 'crm', 'identity', 'jobs', 'api', 'cli', 'main', 'addin', 'sandbox'],
  'worker/identity': ['graph', 'crm', 'jobs', 'api', 'cli', 'main', 'addin', 'sandbox'],
  'worker/metrics': ['graph', 'crm', 'identity', 'jobs', 'api', 'cli', 'main', 'addin', 'sandbox'],
  'worker/jobs': ['graph', 'crm', 'api', 'cli', 'main', 'addin', 'sandbox'],
  'worker/notices': ['graph', 'crm', 'identity', 'jobs', 'cli', 'main', 'addin', 'sandbox'],
  'worker/api': ['graph', 'crm', 'cli', 'main', 'addin', 'sandbox'],
  'worker/cli': ['graph', 'addin', 'sandbox', 'main'],
  addin: ['worker', 'sandbox'],
  sandbox: ['worker', 'shared', 'addin'],
};

const why = {
  shared: 'shared/ is spoken by add-in and worker: it may know neither.',
  'worker/sync': 'The core is pure: no I/O, no clock, no random. What it needs comes in, a plan goes out.',
  'worker/pass': 'A pass reaches the world through ports.ts only.',
  'worker/graph': 'Adapters know the ports, not each other; main.ts puts them together.',
  'worker/probe':
    'The probe knows the Graph adapter and nothing of what is synced; main.ts gives it its mailbox.',
  'worker/crm':
    'Adapters know the ports, not each other (store/db.ts is the way to SQL); main.ts puts them together.',
  'worker/store': 'Adapters know the ports, not each other; main.ts puts them together.',
  'worker/identity':
    'Adapters know the ports, not each other (store/db.ts is the way to SQL); main.ts puts them together.',
  'worker/metrics':
    'Those who work tell their figures through ports of their own; main.ts puts them together.',
  'worker/jobs': 'Jobs reach the adapters through ports; main.ts puts them together.',
  'worker/notices': 'Notices are told what ends and who stands still; main.ts puts them together.',
  'worker/api': 'Routes reach the adapters through ports; main.ts puts them together.',
  'worker/cli': 'Commands are given what main.ts built.',
  addin: 'The pane speaks to the worker over HTTP only; it shares shared/ with it.',
  sandbox: 'The stand-in imports nothing of ours, so that a shared mistake cannot hide.',
};

const layerRules = Object.entries(layers).map(([layer, banned]) => ({
  files: [`${layer}/**/*.ts`, `${layer}/**/*.tsx`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^\\.\\.?/(.*/)?(${banned.join('|')})(/|\\.ts$)`,
            message: why[layer],
          },
          ...(layer === 'worker/sync' || layer === 'shared'
            ? [{ regex: '^node:', message: why['worker/sync'] }]
            : []),
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'coverage/', '.data/'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: ['*.js', 'addin/*.cjs', 'bench/*.mjs', 'tests/*.mjs', 'worker/*.mjs'],
        },
      },
      globals: { ...globals.node },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  ...layerRules,
  {
    files: ['worker/sync/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', { name: 'Date', message: why['worker/sync'] }],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: why['worker/sync'] },
      ],
    },
  },
  {
    files: ['tests/**', 'sandbox/demo/**', 'bench/**'],
    rules: { 'no-console': 'off' },
  },
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs'], ...tseslint.configs.disableTypeChecked },
);
