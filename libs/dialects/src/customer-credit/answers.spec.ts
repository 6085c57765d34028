import {
  creditAnswer,
  creditApprovedAnswer,
  creditPaymentAnswer,
  creditRequestedAnswer,
  type CreditStatus,
  creditUsedAnswer,
} from './answers';

const USD = 2;

/** The document's JSON without the white space between its tokens, byte by byte: no parser, which would lose `.00`. */
function compact(document: string): string {
  return document.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, text: string | undefined) => text ?? '');
}

describe("the document's own answers, byte for byte", () => {
  it('solicitar crédito', () => {
    const answer = creditRequestedAnswer(
      {
        creditAccountId: 'credit_001',
        requestedLimitMinor: 1_000_000n,
        paymentTermDays: 30,
        createdAt: '2025-11-24T10:00:00.999Z',
      },
      USD,
    );
    expect(JSON.stringify(answer)).toBe(
      compact(`{
  "status": "success",
  "data": {
    "credit_account_id": "credit_001",
    "status": "pending",
    "requested_limit": 10000.00,
    "payment_term_days": 30,
    "created_at": "2025-11-24T10:00:00Z"
  }
}`),
    );
  });

  it('aprobar crédito', () => {
    const answer = creditApprovedAnswer(
      {
        creditAccountId: 'credit_001',
        creditLimitMinor: 1_000_000n,
        creditAvailableMinor: 1_000_000n,
        paymentTermDays: 30,
        approvedAt: '2025-11-24T11:00:00.000Z',
        approvedBy: 'user_manager',
      },
      USD,
    );
    expect(JSON.stringify(answer)).toBe(
      compact(`{
  "status": "success",
  "data": {
    "credit_account_id": "credit_001",
    "status": "approved",
    "credit_limit": 10000.00,
    "credit_available": 10000.00,
    "payment_term_days": 30,
    "approved_at": "2025-11-24T11:00:00Z",
    "approved_by": "user_manager"
  }
}`),
    );
  });

  it('usar crédito', () => {
    const answer = creditUsedAnswer(
      {
        usageId: 'usage_001',
        amountMinor: 500_000n,
        creditUsedMinor: 500_000n,
        creditAvailableMinor: 500_000n,
        dueDate: '2025-12-24',
      },
      USD,
    );
    expect(JSON.stringify(answer)).toBe(
      compact(`{
  "status": "success",
  "data": {
    "usage_id": "usage_001",
    "amount": 5000.00,
    "credit_used": 5000.00,
    "credit_available": 5000.00,
    "due_date": "2025-12-24"
  }
}`),
    );
  });

  it('registrar pago', () => {
    const answer = creditPaymentAnswer(
      { paymentId: 'payment_001', amountMinor: 250_000n, creditUsedMinor: 250_000n, creditAvailableMinor: 750_000n },
      USD,
    );
    expect(JSON.stringify(answer)).toBe(
      compact(`{
  "status": "success",
  "data": {
    "payment_id": "payment_001",
    "amount": 2500.00,
    "credit_used": 2500.00,
    "credit_available": 7500.00
  }
}`),
    );
  });
});

describe('consultar crédito', () => {
  const credit = {
    creditAccountId: 'credit_001',
    requestedLimitMinor: 1_000_000n,
    creditLimitMinor: 1_200_000n,
    creditUsedMinor: 500_050n,
    creditAvailableMinor: 699_950n,
    paymentTermDays: 30,
    overdueMinor: 1n,
    nextDueDate: '2025-12-24',
    createdAt: '2025-11-24T10:00:00.123Z',
    approvedAt: '2025-11-24T11:00:00.123Z',
    approvedBy: 'user_manager',
  };
  const answer = (status: CreditStatus): string => JSON.stringify(creditAnswer({ ...credit, status }, USD));

  it.each(['approved', 'blocked', 'closed'] as const)('shows all members when %s', (status) => {
    expect(answer(status)).toBe(
      `{"status":"success","data":{"credit_account_id":"credit_001","status":"${status}","requested_limit":10000.00,` +
        '"credit_limit":12000.00,"credit_used":5000.50,"credit_available":6999.50,"payment_term_days":30,' +
        '"overdue_amount":0.01,"next_due_date":"2025-12-24","created_at":"2025-11-24T10:00:00Z",' +
        '"approved_at":"2025-11-24T11:00:00Z","approved_by":"user_manager"}}',
    );
  });

  it.each(['pending', 'rejected'] as const)('shows null and zero for what a %s request has no say in', (status) => {
    expect(answer(status)).toBe(
      `{"status":"success","data":{"credit_account_id":"credit_001","status":"${status}","requested_limit":10000.00,` +
        '"credit_limit":null,"credit_used":0.00,"credit_available":0.00,"payment_term_days":30,"overdue_amount":0.00,' +
        '"next_due_date":null,"created_at":"2025-11-24T10:00:00Z","approved_at":null,"approved_by":null}}',
    );
  });

  it('shows null where there is nothing due', () => {
    const shown = creditAnswer({ ...credit, status: 'approved', nextDueDate: null }, USD);
    expect(shown.data.next_due_date).toBeNull();
  });

  it("has the currency's decimals, and loses none of the largest amount", () => {
    const largest = { ...credit, status: 'approved', creditLimitMinor: 99_999_999_999_999_999n } as const;
    expect(JSON.stringify(creditAnswer(largest, USD))).toContain('"credit_limit":999999999999999.99');
    expect(JSON.stringify(creditAnswer(largest, 0))).toContain('"credit_used":500050,');
  });
});
