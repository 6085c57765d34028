import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startOfProcess } from './process-start';

it('stays the same for a process, differs between two, and is unknown of one that is not there', async () => {
  const mine = startOfProcess(process.pid);
  expect(startOfProcess(process.pid)).toBe(mine);
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
  await once(child, 'spawn');
  if (process.platform === 'linux') {
    expect(mine).toMatch(/^\d+$/);
    expect(startOfProcess(child.pid ?? 0)).toMatch(/^\d+$/);
    expect(startOfProcess(child.pid ?? 0)).not.toBe(mine);
  }
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(startOfProcess(child.pid ?? 0)).toBeUndefined();
});
