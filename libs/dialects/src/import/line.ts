/**
 * One line of an import file: a customer and its account as they stood where they come from. Read as Haber's own API
 * reads (docs/reference/import-format.md): exact money, nothing unknown, every error with its place in the line.
 */
import { schemaOf } from '../body-fields';
import { closed, type JsonSchema } from '../json-schema';
import { type Decimal, fullInstant, type Metadata } from '../own/fields';
import { addressText } from '../own/customers/requests';
import { type OwnFieldError, type OwnParsed, parseOwnBody, parseOwnId } from '../own/parsed';
import { given } from '../parsed';
import { isRawObject, memberOf } from '../raw-members';
import { ImportAccount, ImportCustomer, ImportDebt, ImportLineBody } from './bodies';

/** What a person or company may be said to be; a text that is absent is null. */
export interface ImportedCustomer {
  readonly id: string;
  readonly type: 'person' | 'company';
  /** Stored sealed: legal name, trade name, national id, tax id, e-mail, phone, address. */
  readonly personal: Readonly<Partial<Record<PersonalField, string>>>;
  readonly yearsInBusiness: number | null;
  readonly externalId: string | null;
  readonly metadata: Metadata;
}

export interface ImportedAccount {
  readonly externalId: string | null;
  /** Undefined: the product that dialect A opens. */
  readonly productCode: string | undefined;
  /** Undefined: the product's. */
  readonly currency: string | undefined;
  readonly status: 'active' | 'paused' | 'blocked';
  readonly limit: Decimal;
  readonly paymentTermDays: number;
  /** With milliseconds. */
  readonly openedAt: string;
  readonly asOf: string;
  readonly debts: readonly ImportedUse[];
  readonly knownOrderIds: readonly string[];
  readonly knownPaymentReferences: readonly string[];
  readonly metadata: Metadata;
}

export interface ImportedUse {
  readonly orderId: string | null;
  readonly usedOn: string;
  readonly dueOn: string;
  readonly amount: Decimal;
}

export interface ImportLine {
  readonly customer: ImportedCustomer;
  readonly account: ImportedAccount;
}

/** With these bounds the largest account fits into one append (`batchBytes` of the account writer). */
export const MAX_IMPORT_LINE_BYTES = 256 * 1024;

const PERSONAL = {
  legal_name: 'legalName',
  trade_name: 'tradeName',
  national_id: 'nationalId',
  tax_id: 'taxId',
  email: 'email',
  phone: 'phone',
  address: 'address',
} as const;
export type PersonalField = (typeof PERSONAL)[keyof typeof PERSONAL];

/** JSON Schema of a line. It accepts what `parseImportLine` accepts, and says nothing of what needs the other lines. */
export function importLineSchema(): JsonSchema & { readonly $schema: string } {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...closed('ImportLine', {
      customer: schemaOf(ImportCustomer, false),
      account: schemaOf(ImportAccount, false),
    }),
  };
}

/** `raw`: exact JSON. Every error of the line, each part bounded. */
export function parseImportLine(raw: unknown): OwnParsed<ImportLine> {
  const parts = parseOwnBody(ImportLineBody, raw, ({ customer, account }) => ({ customer, account }));
  if (!parts.ok) return parts;
  const customer = within('/customer', parseOwnBody(ImportCustomer, parts.value.customer, customerOf));
  const account = within('/account', parseOwnBody(ImportAccount, parts.value.account, accountOf));
  const debts = account.ok ? debtsOf(account.value.rawDebts) : NO_DEBTS;
  if (!customer.ok || !account.ok || !debts.ok) return { ok: false, errors: errorsOf(customer, account, debts) };
  const { rawDebts: _, ...rest } = account.value;
  return { ok: true, value: { customer: customer.value, account: { ...rest, debts: debts.value } } };
}

/** The names that may stand in a file only once. */
export interface ImportLineNames {
  readonly customerId?: string;
  readonly accountExternalId?: string;
}

/** As far as they can be read, whatever else is wrong with the line. `raw`: exact JSON. */
export function importLineNames(raw: unknown): ImportLineNames {
  const customerId = nameIn(raw, 'customer', 'id');
  const accountExternalId = nameIn(raw, 'account', 'external_id');
  return {
    ...(customerId !== undefined && { customerId }),
    ...(accountExternalId !== undefined && { accountExternalId }),
  };
}

function nameIn(raw: unknown, part: string, member: string): string | undefined {
  const object = isRawObject(raw) ? memberOf(raw, part) : undefined;
  const name = parseOwnId(isRawObject(object) ? memberOf(object, member) : undefined);
  return name.ok ? name.value : undefined;
}

const NO_DEBTS: OwnParsed<readonly ImportedUse[]> = { ok: true, value: [] };

function errorsOf(...parts: readonly OwnParsed<unknown>[]): readonly OwnFieldError[] {
  return parts.flatMap((part) => (part.ok ? [] : part.errors));
}

/** Errors of a part, as seen from the line. */
function within<T>(place: string, part: OwnParsed<T>): OwnParsed<T> {
  if (part.ok) return part;
  return {
    ok: false,
    errors: part.errors.map((error) => ('pointer' in error ? { ...error, pointer: place + error.pointer } : error)),
  };
}

function customerOf(body: ImportCustomer): ImportedCustomer {
  const personal: Partial<Record<PersonalField, string>> = {};
  for (const [member, name] of Object.entries(PERSONAL) as [keyof typeof PERSONAL, PersonalField][]) {
    const text = body[member];
    if (text !== undefined) personal[name] = name === 'address' ? addressText(given(text)) : given(text);
  }
  return {
    id: given(body.id),
    type: given(body.type) as ImportedCustomer['type'],
    personal,
    yearsInBusiness: body.years_in_business ?? null,
    externalId: body.external_id ?? null,
    metadata: body.metadata ?? {},
  };
}

function accountOf(body: ImportAccount) {
  return {
    externalId: body.external_id ?? null,
    productCode: body.product_code ?? undefined,
    currency: body.currency ?? undefined,
    status: given(body.status) as ImportedAccount['status'],
    limit: given(body.limit),
    paymentTermDays: given(body.payment_term_days),
    openedAt: fullInstant(given(body.opened_at)),
    asOf: given(body.as_of),
    rawDebts: given(body.debts),
    knownOrderIds: body.known_order_ids ?? [],
    knownPaymentReferences: body.known_payment_references ?? [],
    metadata: body.metadata ?? {},
  };
}

const MAX_WRONG_DEBTS = 20;

function debtsOf(raw: readonly unknown[]): OwnParsed<readonly ImportedUse[]> {
  const parsed = raw.map((debt, at) => within(`/account/debts/${at}`, parseOwnBody(ImportDebt, debt ?? null, useOf)));
  const errors = errorsOf(...parsed.filter(({ ok }) => !ok).slice(0, MAX_WRONG_DEBTS));
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, value: parsed.flatMap((debt) => (debt.ok ? [debt.value] : [])) };
}

function useOf(body: ImportDebt): ImportedUse {
  return {
    orderId: body.order_id ?? null,
    usedOn: given(body.used_on),
    dueOn: given(body.due_on),
    amount: given(body.amount),
  };
}
