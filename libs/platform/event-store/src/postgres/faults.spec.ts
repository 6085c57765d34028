import { DatabaseError } from 'pg';
import { StoreBusy, UnknownOutcome } from '../event-store';
import { lostRace, sent, unsent } from './faults';

function answer(code: string, severity = 'ERROR'): DatabaseError {
  return Object.assign(new DatabaseError(code, 0, 'error'), { code, severity });
}

describe('what a failed call says about the books', () => {
  it.each(['57P01', '57P02', '08006', '53200', 'XX000'])(
    'after sending, nothing when the session died of %s',
    (code) => {
      expect(sent(answer(code, 'FATAL'))).toBeInstanceOf(UnknownOutcome);
      expect(sent(answer(code, 'PANIC'))).toBeInstanceOf(UnknownOutcome);
    },
  );

  it.each(['Connection terminated unexpectedly', 'read ECONNRESET', 'no answer within 5000 ms'])(
    'after sending, nothing when: %s',
    (message) => {
      expect(sent(new Error(message))).toBeInstanceOf(UnknownOutcome);
    },
  );

  it.each(['40P01', '40001', '53100', '53300', '55P03', '57014', '58030', '25006'])(
    'after sending, undone and worth a repeat when the statement failed with %s',
    (code) => {
      expect(sent(answer(code))).toBeInstanceOf(StoreBusy);
    },
  );

  it.each(['42501', '42883', '22P02', '23505', 'XX000'])('passes on what no repeat mends: %s', (code) => {
    const error = answer(code);
    expect(sent(error)).toBe(error);
    expect(unsent(error)).toBe(error);
  });

  it.each(['28P01', '28000', '3D000', '22023'])('passes on a wrong configuration: %s', (code) => {
    const error = answer(code, 'FATAL');
    expect(unsent(error)).toBe(error);
  });

  it.each(['57P03', '53300', '57P01', '08006'])('before sending, busy: %s', (code) => {
    expect(unsent(answer(code, 'FATAL'))).toBeInstanceOf(StoreBusy);
  });

  it('before sending, busy when there is no connection', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    expect(unsent(error)).toBeInstanceOf(StoreBusy);
    expect(unsent(error)).toMatchObject({ cause: error });
  });

  it('knows a lost race', () => {
    expect(['40P01', '40001', '55P03'].map((code) => lostRace(answer(code)))).toEqual([true, true, false]);
  });
});
