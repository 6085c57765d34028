/**
 * The closed list of what a key may be allowed to do (contract.md). A route names one of these; a scope that is not
 * here is refused when a key is issued, so that a misspelt one is noticed at once instead of at the first 403.
 */
export const SCOPES = [
  'credit:request',
  'credit:approve',
  'credit:use',
  'credit:pay',
  'credit:read',
  'credits:execute',
  'credits:read',
  'wallets:read',
  'wallets:write',
  'wallets:pay',
  'applications:read',
  'applications:write',
  'applications:decide',
  'lines:read',
  'lines:write',
  'customers:read',
  'customers:write',
  'bank-accounts:read',
  'bank-accounts:write',
  'products:read',
  'products:write',
  'accounts:open',
  'accounts:read',
  'accounts:use',
  'accounts:pay',
  // An operator's: status and limits.
  'accounts:operate',
  // An operator's, with a say over the books: adjustments and write-offs.
  'accounts:adjust',
  'payouts:read',
  // An operator's, with a say over payouts that a bank and our books tell differently.
  'payouts:reconcile',
  'audit:read',
  'transactions:write',
  'events:read',
  'webhooks:read',
  'webhooks:write',
  'test-clock',
  'actor:assert',
  'admin',
] as const;

export type Scope = (typeof SCOPES)[number];

const KNOWN: ReadonlySet<string> = new Set(SCOPES);

export function isScope(text: string): text is Scope {
  return KNOWN.has(text);
}
