/**
 * A line of the file as the command that it stands for, or everything that is wrong with it. Only what the line itself
 * tells: whether it fits the other lines and the ledger is asked elsewhere.
 */
import { type AccountToImport, type ImportBreach, importBreaches } from '@haber/credit-lines';
import {
  type ImportLine,
  type ImportLineNames,
  importLineNames,
  MAX_IMPORT_LINE_BYTES,
  minorUnits,
  type OwnFieldError,
  parseImportLine,
} from '@haber/dialects';
import { MalformedJson, parseExactJson } from '@haber/http';
import {
  commercialCreditStream,
  customerStream,
  type PinnedTerms,
  publicId,
  type StreamId,
  type Tenant,
  uuidOf,
} from '@haber/ledger';
import { digitsOf } from '@haber/money';
import type { SourceLine } from './source-file';
import type { Terms } from './terms';

export interface Importing {
  readonly tenant: Tenant;
  readonly actor: string;
  readonly terms: Terms;
  /** An instant. */
  readonly now: string;
}

export interface GoodLine {
  readonly number: number;
  readonly customer: ImportLine['customer'];
  readonly customerStream: StreamId;
  readonly account: AccountToImport;
  readonly accountStream: StreamId;
}

export interface WrongLine {
  readonly number: number;
  readonly reasons: readonly string[];
  /** Taken by it all the same: who mends the line meets them again. */
  readonly names: ImportLineNames;
}

const MOST_REASONS = 20;

export async function checkedLine(line: SourceLine, importing: Importing): Promise<GoodLine | WrongLine> {
  const checked = await check(line, importing);
  if (!('reasons' in checked) || checked.reasons.length <= MOST_REASONS) return checked;
  const { reasons } = checked;
  return { ...checked, reasons: [...reasons.slice(0, MOST_REASONS), `… and ${reasons.length - MOST_REASONS} more`] };
}

async function check(line: SourceLine, importing: Importing): Promise<GoodLine | WrongLine> {
  const { number } = line;
  const read = readLine(line);
  if ('reasons' in read) return { number, ...read };
  const { account } = read;
  const terms = await importing.terms.of(account);
  const wrong = (reason: string): WrongLine => ({ number, reasons: [reason], names: namesOf(read) });
  if (!terms) return wrong(`/account/product_code: there is no product '${account.productCode}'`);
  if ((account.currency ?? terms.currency) !== terms.currency) {
    return wrong(`/account/currency: the product is in ${terms.currency}`);
  }
  return inTheBooks(number, read, { importing, terms });
}

type Read = ImportLine | Omit<WrongLine, 'number'>;

/** Of a line that can be read. */
export function namesOf({ customer, account: { externalId } }: NamedLine): ImportLineNames {
  return { customerId: customer.id, ...(externalId !== null && { accountExternalId: externalId }) };
}

interface NamedLine {
  readonly customer: Pick<ImportLine['customer'], 'id'>;
  readonly account: Pick<ImportLine['account'], 'externalId'>;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function readLine({ bytes }: SourceLine): Read {
  if (bytes === undefined) return { reasons: [`is longer than ${MAX_IMPORT_LINE_BYTES} bytes`], names: {} };
  const raw = readJson(bytes);
  if (typeof raw === 'string') return { reasons: [raw], names: {} };
  const parsed = parseImportLine(raw.json);
  if (parsed.ok) return parsed.value;
  return { reasons: parsed.errors.map(placed), names: importLineNames(raw.json) };
}

function placed(error: OwnFieldError): string {
  if ('pointer' in error && error.pointer !== '') return `${error.pointer}: ${error.detail}`;
  return 'is no JSON object';
}

/** A text says why it is none. */
function readJson(bytes: Buffer): { readonly json: unknown } | string {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return 'is not UTF-8';
  }
  try {
    return { json: parseExactJson(text) };
  } catch (error) {
    if (error instanceof MalformedJson) return `is not JSON: ${error.message}`;
    throw error;
  }
}

const STATUS = { active: 'approved', paused: 'paused', blocked: 'blocked' } as const;

function inTheBooks(
  number: number,
  { customer, account }: ImportLine,
  { importing, terms }: { readonly importing: Importing; readonly terms: PinnedTerms },
): GoodLine | WrongLine {
  const { tenant, actor, now } = importing;
  const digits = digitsOf(terms.currency);
  const reasons: string[] = [];
  const minor = (decimal: string, place: string): bigint => {
    const amount = minorUnits(decimal, digits);
    if (amount === undefined) reasons.push(`${place}: ${terms.currency} has ${digits} decimals`);
    return amount ?? 1n;
  };
  const { limit, debts, status, paymentTermDays, openedAt, asOf, externalId, metadata } = account;
  const { knownOrderIds, knownPaymentReferences } = account;
  const stream = commercialCreditStream(tenant, customer.id);
  const ids = { accountId: publicId('credit', uuidOf(stream)), customerId: customer.id, externalId };
  const imported = {
    type: 'import-account',
    ...ids,
    terms,
    status: STATUS[status],
    limitMinor: minor(limit, '/account/limit'),
    debts: debts.map(({ orderId: reference, usedOn, dueOn, amount }, at) => ({
      ...{ reference, usedOn, dueOn },
      amountMinor: minor(amount, `/account/debts/${at}/amount`),
    })),
    ...{ paymentTermDays, openedAt, asOf, knownOrderIds, knownPaymentReferences, metadata, actor },
  } as const;
  reasons.push(...importBreaches(imported, now).map(reasonOf));
  if (reasons.length > 0) return { number, reasons, names: namesOf({ customer, account }) };
  return {
    number,
    customer,
    customerStream: customerStream(tenant, customer.id),
    account: imported,
    accountStream: stream,
  };
}

function reasonOf(breach: ImportBreach): string {
  switch (breach.code) {
    case 'as_of_in_future':
      return '/account/as_of: is in the future';
    case 'opened_after_as_of':
      return '/account/opened_at: is after as_of';
    case 'used_after_as_of':
      return `/account/debts/${breach.debt}/used_on: is after as_of`;
    case 'due_before_use':
      return `/account/debts/${breach.debt}/due_on: is before used_on`;
    case 'due_too_far':
      return `/account/debts/${breach.debt}/due_on: is more than ten years after as_of`;
    case 'not_above_zero':
      return `/account/debts/${breach.debt}/amount: is not above 0`;
    case 'owes_too_much':
      return '/account/debts: come to more than an account can hold';
    case 'limit_too_large':
      return '/account/limit: is more than an account can hold';
    case 'order_twice':
      return `/account/debts/${breach.debt}/order_id: stands twice in this account`;
    case 'known_order_twice':
      return `/account/known_order_ids/${breach.name}: stands twice in this account`;
    case 'known_payment_twice':
      return `/account/known_payment_references/${breach.name}: stands twice in this account`;
  }
}
