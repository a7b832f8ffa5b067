import type { Random } from '../../src/engine/random';

/** A message of the RPC (`src/shared/rpc.ts`) that no side of ours sends. Those that are a call have this id. */
export function malformed(id: number, methods: readonly string[], random: Random): unknown {
  const junk = () => anything(random, 0);
  switch (random.below(8)) {
    case 0:
      return junk();
    case 1:
      return { request: junk(), method: junk(), argument: junk() };
    case 2:
      return { reply: random.below(50), ok: junk(), error: junk() };
    case 3:
      return { cancel: junk(), event: junk(), payload: junk() };
    case 4:
      return { request: id, method: ['constructor', '__proto__', '', 'toString'][random.below(4)], argument: junk() };
    default:
      return { request: id, method: methods[random.below(methods.length)], argument: junk() };
  }
}

const NAMES = [
  ...[
    'path',
    'dataset',
    'location',
    'image',
    'images',
    'filter',
    'sort',
    'file',
    'decisions',
    'folder',
    'limit',
    'runFolder',
  ],
  ...[
    'runsFolder',
    'startedAt',
    'recipe',
    'data',
    'seed',
    'engine',
    'reviewFolder',
    'queue',
    'progress',
    'tags',
    'name',
    'a',
    'b',
  ],
];

/** Anything that can be sent; paths stay below the process's own folder. */
function anything(random: Random, depth: number): unknown {
  const small = [
    null,
    undefined,
    NaN,
    -1,
    0,
    1e300,
    '',
    'x',
    'a/b',
    '\u0000',
    '__proto__',
    true,
    new Date(NaN),
    new Uint8Array(3),
  ];
  const kind = random.below(depth > 2 ? 1 : 4);
  if (kind === 0) return small[random.below(small.length)];
  if (kind === 1) return Array.from({ length: random.below(4) }, () => anything(random, depth + 1));
  if (kind === 2 && depth === 0) return 'x'.repeat(random.below(100_000));
  return Object.fromEntries(
    Array.from({ length: random.below(6) }, () => [NAMES[random.below(NAMES.length)], anything(random, depth + 1)]),
  );
}
