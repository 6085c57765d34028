/**
 * Holds every answer of the running product against the product's own OpenAPI document: the status must be declared,
 * and so must the content type, the body and the headers. What is not in the document at all is nobody's promise, and
 * passes.
 */
import addFormats from 'ajv-formats';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';

export interface Exchanged {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface Reference {
  readonly $ref: string;
}
type OrReference<T> = T | Reference;

interface HeaderObject {
  readonly required?: boolean;
  readonly schema?: object;
}

interface ResponseObject {
  readonly headers?: Readonly<Record<string, OrReference<HeaderObject>>>;
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
}

export interface OperationObject {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, OrReference<ResponseObject>>>;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
}

/** Of HTTP itself, not of any one answer. */
const TRANSPORT = new Set('connection content-length content-type date keep-alive transfer-encoding allow'.split(' '));

/** What `default` stands for: faults of ours, and what Node refuses before there is a request. */
const isFault = (status: number): boolean => status >= 500 || [408, 414, 417, 431].includes(status);

export class OpenApiMatcher {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly templates: readonly (readonly [path: string, segments: readonly string[]])[];

  constructor(readonly document: OpenApi) {
    addFormats(this.ajv);
    this.ajv.addSchema({ $id: DOCUMENT, ...document });
    // Where two templates fit, the one with fewer parameters is meant.
    const paths = Object.keys(document.paths).sort((a, b) => a.split('{').length - b.split('{').length);
    this.templates = paths.map((path) => [path, path.split('/')]);
  }

  /** The document's path that a request is for. */
  pathOf(target: string): string | undefined {
    const segments = (target.split(/[?#]/, 1)[0] ?? '').split('/').map(decoded);
    return this.templates.find(([, template]) => fits(template, segments))?.[0];
  }

  /** Why the answer is not one that the document declares; undefined: it is. */
  mismatch(exchanged: Exchanged): string | undefined {
    const path = this.pathOf(exchanged.target);
    if (path === undefined) return undefined;
    const method = exchanged.method === 'HEAD' ? 'GET' : exchanged.method;
    const operation = this.document.paths[path]?.[method.toLowerCase()];
    if (!operation) return exchanged.status < 400 ? `${exchanged.method} ${path} is not documented` : undefined;
    const wrong = this.wrongWith(operation, pointerTo('paths', path, method.toLowerCase()), exchanged);
    const { status, text } = exchanged;
    return wrong && `${operation.operationId} answered ${status} with ${wrong}: ${text.slice(0, 2_000)}`;
  }

  private wrongWith(operation: OperationObject, pointer: string, exchanged: Exchanged): string | undefined {
    const { status } = exchanged;
    const declared = operation.responses[status] ? String(status) : isFault(status) ? 'default' : undefined;
    const found = declared === undefined ? undefined : operation.responses[declared];
    if (!found || declared === undefined) return 'a status that is not declared';
    const at = '$ref' in found ? found.$ref : `${pointer}/responses/${declared}`;
    const response = this.resolved<ResponseObject>(found);
    return this.wrongHeaders(response, exchanged.headers) ?? this.wrongBody(response, at, exchanged);
  }

  private wrongHeaders({ headers = {} }: ResponseObject, sent: Headers): string | undefined {
    const declared = new Map(Object.entries(headers).map(([name, header]) => [name.toLowerCase(), header]));
    for (const [name, value] of sent) {
      const header = declared.get(name);
      if (header === undefined && !TRANSPORT.has(name)) return `the undeclared header ${name}`;
      if (header !== undefined && !this.takes(header, value)) return `the header ${name}: ${value}`;
    }
    const missing = [...declared].find(([name, header]) => this.resolved(header).required === true && !sent.has(name));
    return missing && `no header ${missing[0]}`;
  }

  private takes(header: OrReference<HeaderObject>, value: string): boolean {
    const { schema = {} } = this.resolved<HeaderObject>(header);
    return this.validator(JSON.stringify(schema), schema)(value) === true;
  }

  private wrongBody({ content }: ResponseObject, at: string, { method, text, headers }: Exchanged): string | undefined {
    if (method === 'HEAD') return undefined;
    if (!content) return text === '' ? undefined : 'a body where none is declared';
    const type = mediaType(headers);
    if (!(type in content)) return `the undeclared content type ${type}`;
    return /[/+]json$/.test(type)
      ? this.wrongJson(text, `${at}/content/${type.replaceAll('/', '~1')}/schema`)
      : undefined;
  }

  private wrongJson(text: string, pointer: string): string | undefined {
    const body = parsed(text);
    if (body === undefined) return 'no JSON';
    const validate = this.validator(pointer, { $ref: `${DOCUMENT}${uriFragment(pointer)}` });
    return validate(body) === true ? undefined : this.ajv.errorsText(validate.errors, { dataVar: 'body' });
  }

  private resolved<T extends object>(found: OrReference<T>): T {
    if (!('$ref' in found)) return found;
    const parts = found.$ref
      .slice(2)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    return parts.reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], this.document) as T;
  }

  private validator(name: string, schema: object): ValidateFunction {
    const known = this.validators.get(name) ?? this.ajv.compile(schema);
    this.validators.set(name, known);
    return known;
  }
}

const DOCUMENT = 'openapi.json';

function pointerTo(...parts: readonly string[]): string {
  return `#/${parts.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
}

/** Braces and the like must not stand bare in a URI. */
function uriFragment(pointer: string): string {
  return `#${encodeURI(pointer.slice(1))}`;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function fits(template: readonly string[], segments: readonly string[]): boolean {
  if (template.length !== segments.length) return false;
  return template.every((part, i) => (part.startsWith('{') ? segments[i] !== '' : part === segments[i]));
}

function mediaType(headers: Headers): string {
  return headers.get('content-type')?.split(';')[0]?.trim() ?? 'none';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Compiling takes longer than starting: every process with the same document shares one matcher. */
const matchers = new Map<string, OpenApiMatcher>();

/** Of the document that is written out in this text. */
export function matcherOf(text: string): OpenApiMatcher {
  const matcher = matchers.get(text) ?? new OpenApiMatcher(JSON.parse(text) as OpenApi);
  matchers.set(text, matcher);
  return matcher;
}
