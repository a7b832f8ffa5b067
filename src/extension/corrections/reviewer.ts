import { execFile } from 'node:child_process';
import os from 'node:os';
import { promisify } from 'node:util';

/** A Git that asks or hangs must not hold a decision up, ms. */
const LIMIT = 5000;

/**
 * Who decides here, unless the settings say: the name that Git would put beside a commit in this folder, else the
 * system's name of the user.
 */
export async function askWhoReviews(folder: string): Promise<string> {
  return (await gitUserName(folder)) || systemUserName() || 'unknown';
}

async function gitUserName(folder: string): Promise<string> {
  try {
    // Not with the folder as working directory: Windows would look for git.exe there first.
    const options = { cwd: os.homedir(), timeout: LIMIT, windowsHide: true, encoding: 'utf8' as const };
    const { stdout } = await promisify(execFile)('git', ['-C', folder, 'config', '--get', 'user.name'], options);
    return stdout.trim();
  } catch {
    return ''; // no Git, or no name
  }
}

function systemUserName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return ''; // a user without an entry, as in some containers
  }
}
