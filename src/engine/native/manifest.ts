import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/** `engine.json`: what lies in an engine folder and where it came from. */
export interface EngineManifest {
  formatVersion: 1;
  /** `official`: as tfjs-node's own script fetches it; `pypi`: the library out of TensorFlow's wheel, the addon built here. */
  origin: 'official' | 'pypi';
  tfjsNode: string;
  tensorflow: string;
  platform: string;
  arch: string;
  /** ISO 8601, UTC. */
  installedAt: string;
  /** Every file but this one; paths relative to the folder, with forward slashes. */
  files: { path: string; bytes: number; sha256: string }[];
}

const MANIFEST_NAME = 'engine.json';

export function writeManifest(folder: string, manifest: EngineManifest): void {
  fs.writeFileSync(path.join(folder, MANIFEST_NAME), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Null where there is none, or none that this version can read. */
export function readManifest(folder: string): EngineManifest | null {
  try {
    const manifest = JSON.parse(fs.readFileSync(path.join(folder, MANIFEST_NAME), 'utf8')) as EngineManifest;
    return (manifest.formatVersion as number) === 1 && Array.isArray(manifest.files) ? manifest : null;
  } catch {
    return null;
  }
}

/** Whether each file is there with its size. Reading 850 MB to compare checksums too is left to the installation. */
export function filesAreComplete(folder: string, manifest: EngineManifest): boolean {
  return manifest.files.every(
    (file) => fs.statSync(path.join(folder, file.path), { throwIfNoEntry: false })?.size === file.bytes,
  );
}

/** Lists a folder's files for the manifest, symbolic links left out. */
export async function describeFiles(folder: string): Promise<EngineManifest['files']> {
  const found = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files: EngineManifest['files'] = [];
  for (const entry of found) {
    const file = path.join(entry.parentPath, entry.name);
    files.push({
      path: path.relative(folder, file).split(path.sep).join('/'),
      bytes: fs.statSync(file).size,
      sha256: await sha256OfFile(file),
    });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Hex. */
export async function sha256OfFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(fs.createReadStream(file, { highWaterMark: 1 << 20 }), hash, { signal });
  return hash.digest('hex');
}
