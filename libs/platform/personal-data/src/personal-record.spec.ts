import { SEALED_PREFIX, type Sealed } from '@haber/ledger';
import type { PersonalData } from './personal-data';
import { sealRecord } from './personal-record';

/** Every sealing is another ciphertext, as with the real one. */
function vault() {
  const texts = new Map<string, string>();
  const made: string[] = [];
  const seal = (field: string, text: string): Sealed => {
    const sealed = `${SEALED_PREFIX}${texts.size}` as Sealed;
    texts.set(`${field} ${sealed}`, text);
    return sealed;
  };
  const personalData = {
    seal: <F extends string>(_person: string, clear: Readonly<Record<F, string>>) => {
      const fields = Object.entries<string>(clear);
      made.push(fields.map(([field]) => field).join(' '));
      return Promise.resolve(Object.fromEntries(fields.map(([f, text]) => [f, seal(f, text)])) as Record<F, Sealed>);
    },
    openAll: <F extends string>(_person: string, sealed: Readonly<Record<F, string | null>>) => {
      const opened = Object.entries<string | null>(sealed).map(([f, text]) => [f, texts.get(`${f} ${text}`) ?? null]);
      return Promise.resolve(Object.fromEntries(opened) as Record<F, string | null>);
    },
  } satisfies Pick<PersonalData, 'seal' | 'openAll'>;
  return { made, keyLost: () => texts.clear(), to: sealRecord.bind(undefined, personalData) };
}

describe('sealing a record', () => {
  it('keeps the ciphertext of what did not change, and seals the rest', async () => {
    const { made, to } = vault();
    const before = await to('p', { said: { name: 'Ana', phone: '1', email: null }, before: null });
    expect(before.email).toBeNull();
    const after = await to('p', { said: { name: 'Ana', phone: '2', email: 'a@b' }, before });
    expect(after.name).toBe(before.name);
    expect(after.phone).not.toBe(before.phone);
    expect(made).toEqual(['name phone', 'phone email']);
  });

  it('makes no key for what is unsaid or unchanged', async () => {
    const { made, to } = vault();
    const before = await to('p', { said: { name: 'Ana', phone: null }, before: null });
    expect(await to('p', { said: { name: 'Ana', phone: null }, before })).toEqual(before);
    expect(await to('p', { said: { name: null, phone: null }, before })).toEqual({ name: null, phone: null });
    expect(made).toEqual(['name']);
  });

  it('seals again what can no longer be opened', async () => {
    const { keyLost, to } = vault();
    const before = await to('p', { said: { name: 'Ana' }, before: null });
    keyLost();
    const { name } = await to('p', { said: { name: 'Ana' }, before });
    expect(name).toEqual(expect.any(String));
  });

  it('does not mix fields up that say the same', async () => {
    const { to } = vault();
    const before = await to('p', { said: { legalName: 'Ana', tradeName: null }, before: null });
    const after = await to('p', { said: { legalName: null, tradeName: 'Ana' }, before });
    expect(after.legalName).toBeNull();
    expect(after.tradeName).not.toBe(before.legalName);
  });
});
