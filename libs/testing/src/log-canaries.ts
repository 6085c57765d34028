/**
 * What no product may print: keys and passwords that it was given or has made, and what request bodies say of persons.
 * Collected as tests go, whatever they send, so that every test of a running product is a test of its log too.
 */

/** Shorter texts stand in many a line by chance. */
const SHORTEST = 6;

/** Members of requests, of whatever dialect, whose values are stored sealed. */
const PERSONAL = [
  'business_name|legal_name|trade_name|holder_name|tax_id|national_id|account_number',
  'email|phone|address|reason|approval_notes|notes',
].join('|');
/** Of the text, since a body that is not JSON must not be printed either. */
const PERSONAL_TEXT = new RegExp(`"(?:${PERSONAL})"\\s*:\\s*("(?:[^"\\\\]|\\\\.)*")`, 'g');
const ADDRESS_LINES = /"address"\s*:\s*\{([^}]*)\}/g;
const MEMBER_TEXT = /:\s*("(?:[^"\\]|\\.)*")/g;

const SECRET_VARIABLES = [
  'HABER_BOOTSTRAP_KEY',
  'HABER_MASTER_KEY',
  'HABER_METRICS_TOKEN',
  'HABER_GATEWAY_SIGNING_KEY',
];
const PASSWORD_IN_URL = /\/\/[^\s:/@]*:([^\s@]+)@/;
const BEARER = /^bearer (.+)$/i;
const ISSUED_KEY = /\bhb_(?:live|test)_[0-9A-Za-z]+_[0-9A-Za-z]+/g;
/** A first start without a key of the operator's makes one and shows it once: in these lines, which are no log. */
const GREETING = /^ {2}Demo key \(partner demo, test mode\), shown this once: .*$|^ {4}-H 'Authorization: Bearer .*$/gm;

export class LogCanaries {
  private readonly texts = new Set<string>();

  add(...texts: readonly (string | undefined)[]): void {
    for (const text of texts) if (text !== undefined && text.length >= SHORTEST) this.texts.add(text);
  }

  addEnvironment(env: Readonly<Record<string, string | undefined>>): void {
    this.add(...SECRET_VARIABLES.map((name) => env[name]));
    this.add(PASSWORD_IN_URL.exec(env['DATABASE_URL'] ?? '')?.[1]);
  }

  /** Keys that `haber` has printed for whoever asked for them. */
  addIssuedKeys(printed: string): void {
    this.add(...(printed.match(ISSUED_KEY) ?? []));
  }

  addRequest(headers: Readonly<Record<string, string>>, body: string | undefined): void {
    const { authorization = '', 'x-api-key': apiKey } = headers;
    this.add(BEARER.exec(authorization)?.[1], apiKey);
    if (body === undefined) return;
    this.addQuoted(body.matchAll(PERSONAL_TEXT));
    for (const [, lines = ''] of body.matchAll(ADDRESS_LINES)) this.addQuoted(lines.matchAll(MEMBER_TEXT));
  }

  /** Those that stand in what was printed, as they are or as JSON writes them. */
  foundIn(printed: string): readonly string[] {
    const log = printed.replace(GREETING, '');
    return [...this.texts].filter((text) => log.includes(text) || log.includes(JSON.stringify(text).slice(1, -1)));
  }

  /** @throws when there are any */
  mustNotStandIn(printed: string): void {
    const found = this.foundIn(printed);
    if (found.length > 0) throw new Error(`printed, and must not be: ${found.slice(0, 5).join('; ')}`);
  }

  private addQuoted(found: Iterable<RegExpMatchArray>): void {
    for (const [, quoted = ''] of found) this.add(unquoted(quoted));
  }
}

/** What is no JSON text after all stays as it is. */
function unquoted(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted.slice(1, -1);
  }
}
