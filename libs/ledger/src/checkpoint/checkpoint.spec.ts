/** What is signed is as much for ever as what is stored: the golden checkpoints, verified by a formula of their own. */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { golden } from '../golden.fixture';
import { checkpointDefinition } from '../stream-definition';
import { signedFields } from './checkpoint';

const events = golden('checkpoint.v1').map(({ type, data }) => checkpointDefinition.codec.decode(type, data));
const signed = events.flatMap((event) => (event.type === 'checkpoint.signed.v1' ? [event.data] : []));

function lengthPrefixed(fields: readonly string[]): Buffer {
  const prefixed = fields.map((field) => {
    const bytes = Buffer.from(field);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  });
  return Buffer.concat(prefixed);
}

describe('the golden checkpoints', () => {
  it('are signed over these bytes, each following the one before', () => {
    let previous = '0'.repeat(64);
    for (const checkpoint of signed) {
      expect(checkpoint.previous).toBe(previous);
      const bytes = lengthPrefixed(signedFields(checkpoint));
      const x = Buffer.from(checkpoint.publicKey, 'base64').toString('base64url');
      const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
      expect(verify(null, bytes, key, Buffer.from(checkpoint.signature, 'base64'))).toBe(true);
      previous = createHash('sha256').update(bytes).digest('hex');
    }
    expect(signed).toHaveLength(2);
  });

  it('stand in the root as RFC 6962 hashes the line that names a head', () => {
    const head = golden('partner.v1')[0];
    const line = `${head?.stream}@${head?.revision}:${head?.hash}`;
    expect(createHash('sha256').update('\0').update(line).digest('hex')).toBe(signed[0]?.root);
  });

  it('fold into the last one, and the keys published', () => {
    const { evolve, initial } = checkpointDefinition;
    const [published] = events;
    expect(published).toMatchObject({ type: 'checkpoint.key-published.v1' });
    expect(events.reduce(evolve, initial)).toEqual({ last: signed[1], publicKeys: [signed[0]?.publicKey] });
  });
});
