/**
 * The refusals of an operation by status: the edge's and the handler's own, in the error shape of the path, each code
 * with a real example. What only the edge says is the same on every route, and stands once in the document.
 */
import type { ErrorShape } from '../error-shape';
import { Problem } from '../problem';
import { byEdge, FAULTS } from './edge-answers';
import { headersOfAnswer } from './headers';
import type { DocumentedRoute } from './routes';

/** Of examples: a real answer carries that of the request. */
const EXAMPLE_REQUEST = { requestId: '0f8fad5b-d9cb-469f-a165-70867728950e', method: '', path: '' } as const;

/** Responses that many operations have, by a name made of the shape's and the status. */
export class SharedResponses {
  readonly components: Record<string, object> = {};
  private readonly texts = new Map<string, string>();

  /** A reference to it, or the response itself where one of that name says something else. */
  refer(name: string, response: object): object {
    const text = JSON.stringify(response);
    const known = this.texts.get(name);
    if (known !== undefined && known !== text) return response;
    this.texts.set(name, text);
    this.components[name] = response;
    return { $ref: `#/components/responses/${name}` };
  }
}

export function refusalsOf(route: DocumentedRoute, shape: ErrorShape, shared: SharedResponses): Record<string, object> {
  const edge = byEdge(route);
  const all = route.operation.errors.map((fields) => new Problem(fields));
  const isOwnFault = (problem: Problem): boolean => statusIn(shape)(problem) >= 500;
  const own = all.filter((problem) => !isOwnFault(problem));
  const ownStatuses = new Set(own.map(statusIn(shape)));
  const answers = [...byStatus([...edge, ...own], shape)].map(([status, problems]): [string, object] => {
    const response = refusal(problems, { route, status }, shape);
    return [String(status), ownStatuses.has(status) ? response : shared.refer(`${shape.name}${status}`, response)];
  });
  return { ...Object.fromEntries(answers), default: faultsOf(route, all.filter(isOwnFault), { shape, shared }) };
}

interface Shapes {
  readonly shape: ErrorShape;
  readonly shared: SharedResponses;
}

/** The same on every route, unless the handler has some of its own. */
function faultsOf(route: DocumentedRoute, own: readonly Problem[], { shape, shared }: Shapes): object {
  const faults = refusal([...FAULTS, ...own], { route, status: FAULT_STATUS }, shape);
  return own.length === 0 ? shared.refer(`${shape.name}Fault`, faults) : faults;
}

/** Of the fault that stands first: its headers are shown. */
const FAULT_STATUS = 503;

const statusIn =
  (shape: ErrorShape) =>
  (problem: Problem): number =>
    shape.status?.(problem) ?? problem.status;

function byStatus(problems: readonly Problem[], shape: ErrorShape): Map<number, Problem[]> {
  const found = new Map<number, Problem[]>();
  for (const problem of problems) {
    const status = statusIn(shape)(problem);
    const same = found.get(status) ?? [];
    if (!same.some(({ code }) => code === problem.code)) found.set(status, [...same, problem]);
  }
  return found;
}

function refusal(
  problems: readonly Problem[],
  { route, status }: { readonly route: DocumentedRoute; readonly status: number },
  shape: ErrorShape,
): object {
  const titled = problems.map((problem) => ({ problem, title: shape.title?.(problem) ?? problem.title }));
  const [contentType = ''] = (shape.contentType ?? 'application/json').split(';');
  const examples = titled.map(({ problem, title }) => {
    return [problem.code, { summary: title, value: shape.body(problem, EXAMPLE_REQUEST) }];
  });
  return {
    description: titled.map(({ problem, title }) => `\`${problem.code}\`: ${title}.`).join('\n'),
    headers: headersOfAnswer(route, status),
    content: {
      [contentType]: { schema: shape.schema?.(problems) ?? {}, examples: Object.fromEntries(examples) as object },
    },
  };
}
