import { createSecretKey } from 'node:crypto';
import { presentedKey } from './api-key';
import { keyMadeBy, type MakingCommand } from './repeatable-key';

const making = createSecretKey(Buffer.alloc(32, 7));
const pepper = createSecretKey(Buffer.alloc(32, 9));
const COMMAND: MakingCommand = {
  tenant: 'acme/live',
  keyId: 'admin-1',
  keys: [{ kind: 'header', key: 'K1', fingerprint: 'f1' }],
};
const made = (more: Partial<MakingCommand> = {}, secret = making) => keyMadeBy({ ...COMMAND, ...more }, secret);
const header = (key: string, fingerprint: string) => ({ keys: [{ kind: 'header', key, fingerprint } as const] });

describe('the key that a command makes', () => {
  it('is the same for its repeat, and a whole key of its mode', () => {
    expect(made()).toBe(made());
    expect(presentedKey(made(), pepper)).toMatchObject({ mode: 'live' });
    expect(presentedKey(made({ tenant: 'acme/test' }), pepper)).toMatchObject({ mode: 'test' });
  });

  it.each<[string, Partial<MakingCommand>]>([
    ['of another tenant', { tenant: 'acma/live' }],
    ['by another calling key', { keyId: 'admin-2' }],
    ['under another Idempotency-Key', header('K2', 'f1')],
    ['with another body', header('K1', 'f2')],
    ['whose parts are divided otherwise', header('K1","f1', '')],
  ])('%s is another, in its id and in its secret', (_, more) => {
    const [one, other] = [presentedKey(made(), pepper), presentedKey(made(more), pepper)];
    expect(other?.id).not.toBe(one?.id);
    expect(other?.secretHash).not.toEqual(one?.secretHash);
  });

  it('cannot be made without the secret of this installation', () => {
    expect(made({}, createSecretKey(Buffer.alloc(32, 8)))).not.toBe(made());
  });

  it('is drawn where the command cannot be repeated', () => {
    expect(new Set(Array.from({ length: 50 }, () => made({ keys: [] }))).size).toBe(50);
  });
});
