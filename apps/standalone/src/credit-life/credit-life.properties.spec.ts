/**
 * Random lives of an account through all three contexts: every answer and every balance as the expected books say,
 * every invariant at every revision, stored bytes that replay to the same state, repeats that write nothing. Every
 * event type and every rejection must occur often enough for that to mean something.
 */
import { creditAccountDefinition } from '@haber/ledger';
import { lives } from '@haber/testing';
import * as fc from 'fast-check';
import { AccountRun } from './account-run.fixture';
import type { Rejection } from './rules.fixture';

/** `npm run mutants` plays fewer lives, and does not look for the smallest one that fails. */
const LIVES = Number(process.env['HABER_PROPERTY_LIVES'] ?? 2_000);
const QUICK = process.env['HABER_PROPERTY_LIVES'] !== undefined;
const SEED = Number(process.env['HABER_PROPERTY_SEED'] ?? 20_251_124);

const CODES: Readonly<Record<Rejection['code'], true>> = {
  credit_not_found: true,
  credit_already_exists: true,
  credit_already_approved: true,
  no_pending_credit: true,
  four_eyes_required: true,
  credit_not_approved: true,
  credit_blocked: true,
  credit_paused: true,
  customer_not_active: true,
  personal_data_erased: true,
  illegal_transition: true,
  limit_unchanged: true,
  limit_may_not_fall: true,
  insufficient_credit: true,
  nothing_owed: true,
  credit_owes: true,
  payment_date_in_future: true,
  payment_date_too_old: true,
  amount_exceeds_debt: true,
};

it('random lives are as the books expect, and every event type and rejection occurs in at least 1 % of them', () => {
  const occurrences = new Map<string, number>();
  fc.assert(
    fc.property(lives, (life) => {
      const run = new AccountRun(life);
      run.play();
      for (const what of run.seen) occurrences.set(what, (occurrences.get(what) ?? 0) + 1);
    }),
    { numRuns: LIVES, seed: SEED, endOnFailure: QUICK },
  );
  const types = creditAccountDefinition.codec.schemas.map(({ type }) => type);
  const rare = [...types, ...Object.keys(CODES), 'replay', 'key-reused'].filter(
    (what) => (occurrences.get(what) ?? 0) < LIVES / 100,
  );
  expect(rare).toEqual([]);
}, 60_000);
