#!/usr/bin/env node
import { run } from './run';

void run(process.argv).then((exitCode) => {
  // Not process.exit(): what was printed may still be on its way into a pipe.
  process.exitCode = exitCode;
});
