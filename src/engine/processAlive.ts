import { readFile } from 'node:fs/promises';

/** Whether a process of this id lives, one's own or (as far as the system tells) another user's. */
export function isProcessAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * When a process was started, in a form that only serves to be compared: two processes that had one id at different
 * times differ in it. Null where the system does not tell (anything but Linux), or there is no such process.
 */
export async function birthOf(processId: number): Promise<string | null> {
  const text = await readFile(`/proc/${processId}/stat`, 'utf8').catch(() => null);
  // The second field, the program's name in brackets, may hold anything; the 22nd is the time since the machine's start.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}
