import { Turnstile } from './turnstile';

it('lets two through at once, one wait, and turns the fourth away; whoever fails leaves too', async () => {
  const turnstile = new Turnstile(2, 1);
  const inside: string[] = [];
  const leave = new Map<string, (failed?: Error) => void>();
  const work = (name: string) => () => {
    inside.push(name);
    return new Promise<string>((resolve, reject) =>
      leave.set(name, (failed) => (failed ? reject(failed) : resolve(name))),
    );
  };
  const [a, b, c] = ['a', 'b', 'c'].map((name) => turnstile.through(work(name))) as [
    Promise<string>,
    Promise<string>,
    Promise<string>,
  ];
  expect(await turnstile.through(work('d'))).toBe('full');
  expect(inside).toEqual(['a', 'b']);
  const failed = expect(b).rejects.toThrow('b fell');
  leave.get('b')?.(new Error('b fell'));
  await failed;
  expect(inside).toEqual(['a', 'b', 'c']);
  const e = turnstile.through(work('e'));
  leave.get('a')?.();
  leave.get('c')?.();
  expect([await a, await c]).toEqual(['a', 'c']);
  leave.get('e')?.();
  expect(await e).toBe('e');
  const last = turnstile.through(work('f'));
  leave.get('f')?.();
  expect(await last).toBe('f');
});
