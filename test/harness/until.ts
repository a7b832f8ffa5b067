/**
 * Waits until a condition holds. One that cannot be told just now (a file that is being written, a view that is being
 * loaded anew) does not hold yet; what stood in its way in the end is thrown.
 */
export async function until(condition: () => boolean | Promise<boolean>, limit = 30_000): Promise<void> {
  for (const end = Date.now() + limit; ;) {
    let problem: Error | undefined;
    try {
      if (await condition()) return;
    } catch (error) {
      problem = error as Error;
    }
    if (Date.now() > end) throw problem ?? new Error(`not so after ${limit} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
