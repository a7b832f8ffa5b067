import fs from 'node:fs';
import path from 'node:path';
import { UserError } from '../../shared/userError';
import { addonFile, librariesFolder, quietAddonFile } from './location';
import { runProgram } from './runProgram';

/** @returns the C++ compiler to call. @throws UserError when there is none. */
export async function findCompiler(signal: AbortSignal, chosen = process.env['CXX']): Promise<string> {
  for (const compiler of chosen ? [chosen] : ['c++', 'g++', 'clang++']) {
    const { code } = await runProgram(compiler, ['--version'], { signal, timeoutSeconds: 60 });
    if (code === 0) return compiler;
  }
  throw new UserError(
    chosen
      ? `the compiler named by CXX, ${chosen}, does not run`
      : 'the native engine needs a C++ compiler, and there is none here',
    'install one ("apt-get install g++", "dnf install gcc-c++") and try again; WASM works without',
  );
}

/** What the addon is built from. */
export interface AddonSources {
  /** The package @tensorflow/tfjs-node. */
  tfjsNode: string;
  /** Node-API's headers. */
  nodeHeaders: string;
  tensorFlowHeaders: string;
  /** `quietStderr.cc`. */
  quietSource: string;
}

/**
 * Builds tfjs-node's addon in an engine folder that holds TensorFlow's libraries. It uses Node-API 8 alone, so one
 * build serves every Node from 12.22 on, VS Code's included. Linux only.
 */
export async function compileAddon(
  compiler: string,
  folder: string,
  sources: AddonSources,
  signal: AbortSignal,
): Promise<void> {
  const binding = path.join(sources.tfjsNode, 'binding');
  const addon = addonFile(folder);
  const shared = ['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8', `-I${sources.nodeHeaders}`];
  fs.mkdirSync(path.dirname(addon), { recursive: true });
  await compile(compiler, [...shared, sources.quietSource, '-o', quietAddonFile(folder)], signal);
  await compile(
    compiler,
    [
      ...shared,
      // tfjs-node's own headers are named from its parent folder.
      ...[`-I${path.dirname(sources.tfjsNode)}`, `-I${sources.tensorFlowHeaders}`],
      ...[path.join(binding, 'tfjs_backend.cc'), path.join(binding, 'tfjs_binding.cc'), '-o', addon],
      ...[`-L${librariesFolder(folder)}`, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'],
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ],
    signal,
  );
}

async function compile(compiler: string, parameters: string[], signal: AbortSignal): Promise<void> {
  const { code, stderr } = await runProgram(compiler, parameters, { signal });
  if (code === 0) return;
  const said = stderr.split('\n').find((line) => /\berror\b/i.test(line)) ?? `exit code ${code ?? 'none'}`;
  throw new UserError(
    `${compiler} could not build the addon (${said.trim()})`,
    'install a compiler with C++17 and its standard library ("apt-get install g++"), or name another in CXX; WASM works without',
  );
}
