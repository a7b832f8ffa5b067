import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as l10n from '@vscode/l10n';

const WASM_FILE = 'webp_dec.wasm';

interface Decoded {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

interface Codec {
  decode: (bytes: Uint8Array) => Decoded | null;
}

/** The codec's start function; its own types want those of a browser. */
type StartCodec = (options: { noInitialRun: boolean; wasmBinary: Uint8Array }) => Promise<Codec>;

let codec: Promise<Codec> | undefined;

/**
 * Decodes a WebP picture with Google's libwebp as WASM, which is loaded at the first one.
 * @throws Error if it is damaged.
 */
export async function decodeWebp(bytes: Uint8Array): Promise<{ width: number; height: number; rgba: Uint8Array }> {
  codec ??= startCodec();
  let decoded: Decoded | null;
  try {
    decoded = (await codec).decode(bytes);
  } catch (error) {
    codec = undefined; // after a crash inside its memory is in no known state
    throw error;
  }
  if (!decoded) throw new Error(l10n.t('not decodable'));
  const { width, height, data } = decoded;
  return { width, height, rgba: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

async function startCodec(): Promise<Codec> {
  const codecModule: unknown = await import('@jsquash/webp/codec/dec/webp_dec.js');
  const { default: start } = codecModule as { default: StartCodec };
  return start({ noInitialRun: true, wasmBinary: await fs.promises.readFile(wasmFile()) });
}

/** Beside the bundle, or in the package where the sources run as they are. */
function wasmFile(): string {
  const beside = path.join(__dirname, WASM_FILE);
  return fs.existsSync(beside) ? beside : createRequire(__filename).resolve(`@jsquash/webp/codec/dec/${WASM_FILE}`);
}
