import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

const CLI = path.join(__dirname, '../../dist/cli.cjs');

export interface CliEnd {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  folder: string;
  environment?: NodeJS.ProcessEnv;
  /** Told all that the program has said on standard error so far. */
  onStderr?: (soFar: string, child: ChildProcess) => void;
}

/** Runs the built command line as a process, without a terminal and, unless told otherwise, without native engine. */
export function runCli(parameters: string[], { folder, environment, onStderr }: CliOptions): Promise<CliEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...parameters], {
      cwd: folder,
      env: {
        ...process.env,
        FASHION_MNIST_ENGINE_DIR: path.join(folder, 'no engine here'),
        npm_command: undefined, // However the tests were started, the program was started by node.
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      onStderr?.(stderr, child);
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
