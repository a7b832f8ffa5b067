import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { unpack, verifyWheel } from '../../../../src/engine/native/wheel';
import { UserError } from '../../../../src/shared/userError';
import { temporaryFolder } from '../temporaryFolder';

/** A zip with deflated members (PKWARE's APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16). */
function makeZip(members: Record<string, string>): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(members)) {
    const data = Buffer.from(text);
    const packed = zlib.deflateRawSync(data);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), fields, rest, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(central.length, 4);
  end.writeUInt16LE(central.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006'), end]);
}

function crc32(data: Buffer): number {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const signal = new AbortController().signal;

describe('native engine: unpacking the wheel', () => {
  async function wheel(members: Record<string, string>): Promise<{ folder: string; archive: string }> {
    const folder = await temporaryFolder();
    const archive = path.join(folder, 'some.whl');
    fs.writeFileSync(archive, makeZip(members));
    return { folder, archive };
  }

  it('takes the wanted members alone, checks them and tells how far it is', async () => {
    const { folder, archive } = await wheel({
      'a/wanted.so': 'library',
      'a/other.so': 'other',
      'b/wanted.h': 'header',
    });
    const library = { to: path.join(folder, 'deps/lib/wanted.so'), sha256: sha256('library') };
    const header = { to: path.join(folder, 'include/wanted.h') };
    const told: number[] = [];
    const wanted = new Map<string, { to: string; sha256?: string }>([
      ['a/wanted.so', library],
      ['b/wanted.h', header],
    ]);
    await unpack(archive, wanted, (done, total) => told.push(done / total), signal);
    assert.equal(fs.readFileSync(library.to, 'utf8'), 'library');
    assert.equal(fs.readFileSync(header.to, 'utf8'), 'header');
    assert.equal(told.at(-1), 1);
    assert.deepEqual(fs.readdirSync(folder).sort(), ['deps', 'include', 'some.whl']);
  });

  it('refuses another library than the pinned one', async () => {
    const { folder, archive } = await wheel({ lib: 'changed' });
    const wanted = new Map([['lib', { to: path.join(folder, 'lib'), sha256: sha256('library') }]]);
    await assert.rejects(
      unpack(archive, wanted, () => undefined, signal),
      (error) =>
        error instanceof UserError &&
        /^lib: checksum mismatch: [0-9a-f]{64} .+; .*nothing was installed/.test(error.message),
    );
  });

  it('refuses a wheel that lacks a member, and one that is no zip', async () => {
    const { folder, archive } = await wheel({ lib: 'library' });
    const wanted = new Map([['missing', { to: path.join(folder, 'x') }]]);
    await assert.rejects(
      unpack(archive, wanted, () => undefined, signal),
      /some\.whl: missing is not in the zip/,
    );
    fs.writeFileSync(archive, 'not a zip');
    await assert.rejects(
      unpack(archive, wanted, () => undefined, signal),
      /some\.whl: not a readable zip/,
    );
  });

  it('refuses a wheel of another size without reading it', async () => {
    const { archive } = await wheel({ lib: 'library' });
    await assert.rejects(verifyWheel(archive, signal), /checksum mismatch: \d+ bytes/);
  });
});
