import { customerDefinition, type Customer, type CustomerEvent, SEALED_PREFIX } from '@haber/ledger';
import { customerProfile, sealedText } from '@haber/testing';
import fc from 'fast-check';
import { type CustomerCommand, decideCustomer, profileOf } from './customer';

const text = fc.constantFrom('a', 'b').map(sealedText);
const reason = fc.option(text);
const profile = fc
  .record({
    legalName: fc.option(text),
    type: fc.constantFrom('person', 'company'),
    externalId: fc.option(fc.string()),
  })
  .map((said) => customerProfile('c', said));

type Ask = (state: Customer) => CustomerCommand;
const ask = fc.oneof(
  profile.map((said): Ask => (state) => ({ type: 'put-customer', profile: said, over: profileOf(state) })),
  profile.map((said): Ask => () => ({ type: 'register-customer', profile: said })),
  fc
    .record({ status: fc.constantFrom('pending', 'approved', 'rejected'), reason })
    .map((said): Ask => () => ({ type: 'decide-kyc', ...said })),
  fc
    .record({ value: fc.constantFrom('active', 'inactive'), reason })
    .map((said): Ask => () => ({ type: 'change-activity', ...said })),
);
const erasure = fc.constant('erase' as const);
const ERASED: CustomerEvent = { type: 'customer.personal-data-erased.v1', data: { customerId: 'c' } };

/** Runs the asked, checks `each` after every one, and gives all that was written. */
function lived(
  asked: readonly (Ask | 'erase')[],
  each: (before: Customer, written: readonly CustomerEvent[], after: Customer, asked: Ask) => void = () => undefined,
): { readonly events: readonly CustomerEvent[]; readonly state: Customer } {
  let state: Customer = customerDefinition.initial;
  const events: CustomerEvent[] = [];
  for (const one of asked) {
    const decision = one === 'erase' ? undefined : decideCustomer(state, one(state));
    const mayErase = state.status === 'registered';
    const written = decision ? ('accept' in decision ? decision.accept : []) : mayErase ? [ERASED] : [];
    const after = written.reduce(customerDefinition.evolve, state);
    events.push(...written);
    if (one !== 'erase') each(state, written, after, one);
    state = after;
  }
  return { events, state };
}

describe('whatever is asked of a customer', () => {
  it('a repeat appends nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(ask, erasure), { maxLength: 20 }), (asked) => {
        lived(asked, (_before, _written, after, again) => {
          const repeat = decideCustomer(after, again(after));
          expect('accept' in repeat ? repeat.accept : []).toEqual([]);
        });
      }),
    );
  });

  it('nothing new about an erased customer is kept until he is registered anew', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(ask, erasure), { maxLength: 20 }), (asked) => {
        lived(asked, (before, written, after) => {
          if (before.status !== 'erased' || after.status !== 'erased') return;
          expect(JSON.stringify(written.map(({ data }) => data))).not.toContain(SEALED_PREFIX);
        });
      }),
    );
  });

  it('what is written reads back to the same bytes and the same customer', () => {
    const { codec, evolve, initial } = customerDefinition;
    fc.assert(
      fc.property(fc.array(fc.oneof(ask, erasure), { maxLength: 20 }), (asked) => {
        const { events, state } = lived(asked);
        const stored = events.map((event) => ({ type: event.type, data: codec.encode(event) }));
        const read = stored.map(({ type, data }) => codec.decode(type, data));
        expect(read.map((event) => codec.encode(event))).toEqual(stored.map(({ data }) => data));
        expect(read.reduce(evolve, initial)).toEqual(state);
      }),
    );
  });
});
