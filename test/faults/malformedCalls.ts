import { fork } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { EVERY_DATA_CALL, EVERY_ENGINE_CALL } from './calls';
import type { Campaign } from './campaign';
import { malformed } from './malformed';
import { memoryOf, root } from './processes';

/** What an answer may take, ms. */
const PATIENCE = 5000;
const MOST_MEMORY = 1e9;

/** Messages that no extension of ours sends, to the processes that listen: each is answered or passed over. */
export const malformedCalls: Campaign = {
  title: 'malformed messages to the engine process and the data process',
  times: 4000,
  async run({ times, random, folder, tried, note }) {
    for (const [name, methods] of [
      ['data', EVERY_DATA_CALL],
      ['engine', EVERY_ENGINE_CALL],
    ] as const) {
      const home = path.join(folder, name);
      fs.mkdirSync(home);
      const child = fork(path.join(root, `dist/${name}.cjs`), {
        ...{ serialization: 'advanced', execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'], cwd: home },
        env: { ...process.env, HOME: home, FASHION_MNIST_ENGINE_DIR: path.join(home, 'none') },
      });
      child.stdout?.resume();
      let said = '';
      child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
      let answered = 0;
      const answers = new Map<number, () => void>();
      child.on('message', (message: { reply?: number }) => {
        if (message.reply !== undefined) answers.get(message.reply)?.();
      });
      for (let id = 1; id <= times / 2; id++) {
        const message = malformed(id, methods, random);
        const isCall = (message as { request?: unknown } | null)?.request === id;
        const answer = new Promise<boolean>((resolve) => answers.set(id, () => resolve(true)));
        if (message !== undefined) child.send(message as object, () => undefined);
        const inTime = !isCall || (await Promise.race([answer, wait(PATIENCE, false)]));
        answers.delete(id);
        if (isCall && inTime) answered++;
        const ended = child.exitCode ?? child.signalCode;
        const lost =
          inTime && ended === null
            ? null
            : `${name}, ${JSON.stringify(message).slice(0, 500)}: ${ended === null ? 'no answer' : `it ended (${ended}): ${said}`}`;
        tried(lost);
        if (ended !== null) break;
      }
      if (child.exitCode === null && child.signalCode === null) {
        const memory = memoryOf(child.pid!);
        if (memory > MOST_MEMORY) tried(`${name} holds ${memory} bytes`);
        note(`${name}: ${answered} calls were answered; then it holds ${(memory / 1e6).toFixed(0)} MB`);
      }
      child.kill('SIGKILL');
      const written = fs.readdirSync(folder).filter((one) => one !== 'data' && one !== 'engine');
      if (written.length) tried(`${name} wrote ${written.join(', ')} outside its folder`);
    }
  },
};
