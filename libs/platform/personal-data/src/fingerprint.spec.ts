import { fingerprint, fingerprinter, fingerprintKey } from './fingerprint';
import { deriveKey, MasterKey } from './master-key';

const master = new MasterKey(Buffer.alloc(32, 1));

describe('fingerprint', () => {
  it('is stored for ever: this value must never change', () => {
    expect(fingerprint(fingerprintKey(master, 'demo/test'), 'POST', '/x', Buffer.from('{"a":1}'))).toBe(
      '0757382a2d1e26f1dac84bb86ac4215c58312ea79f80a2160a3da438132459d4',
    );
  });

  it('takes text and its bytes as the same part', () => {
    const key = fingerprintKey(master, 'demo/test');
    expect(fingerprint(key, 'señal')).toBe(fingerprint(key, Buffer.from('señal')));
  });

  it.each([
    [
      ['a', 'bc'],
      ['ab', 'c'],
    ],
    [
      ['a', ''],
      ['', 'a'],
    ],
    [['a'], ['a', '']],
    [['1:a'], ['a']],
  ])('tells %j from %j', (one, other) => {
    const key = fingerprintKey(master, 'demo/test');
    expect(fingerprint(key, ...one)).not.toBe(fingerprint(key, ...other));
  });

  it('differs between tenants, modes and installations', () => {
    const of = fingerprinter(master);
    const elsewhere = fingerprinter(new MasterKey(Buffer.alloc(32, 2)));
    const all = [of('demo/test', 'x'), of('demo/live', 'x'), of('acme/test', 'x'), elsewhere('demo/test', 'x')];
    expect(new Set(all).size).toBe(4);
  });

  it('stays the same when the tenant is met again', () => {
    const of = fingerprinter(master);
    const first = of('demo/test', 'x');
    for (let i = 0; i < 10_001; i += 1) of(`p${i}/test`, 'x');
    expect(of('demo/test', 'x')).toBe(first);
    expect(first).toBe(fingerprint(fingerprintKey(master, 'demo/test'), 'x'));
  });

  it('uses keys apart from those of other purposes', () => {
    const keys = [
      fingerprintKey(master, 'demo/test'),
      deriveKey(master, 'api-key-pepper'),
      deriveKey(master, 'person-key-wrap'),
    ];
    expect(new Set(keys.map((key) => key.export().toString('hex'))).size).toBe(3);
  });
});
