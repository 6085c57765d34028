/** JSON Schema of Haber's own problems (RFC 9457): closed, and narrowed to the codes that an answer may carry. */
import type { Problem } from '../problem';

const text = { type: 'string' } as const;
const FIELD_ERROR = {
  type: 'object',
  properties: {
    detail: text,
    pointer: { ...text, description: 'RFC 6901, in the body.' },
    parameter: { ...text, description: 'Of the path or the query.' },
  },
  required: ['detail'],
  additionalProperties: false,
} as const;

const KNOWN_MEMBERS: Readonly<Record<string, object>> = {
  errors: { type: 'array', items: FIELD_ERROR, minItems: 1, maxItems: 20 },
};

export function problemSchema(problems: readonly Problem[]): object {
  const members = Object.assign({}, ...problems.map((problem) => problem.members)) as Record<string, unknown>;
  const own = Object.entries(members).map(([name, example]) => [name, KNOWN_MEMBERS[name] ?? likeExample(example)]);
  return {
    type: 'object',
    properties: {
      type: { type: 'string', format: 'uri', description: 'A page about this code.' },
      title: { ...text, description: 'Constant for a code.' },
      status: { type: 'integer', enum: [...new Set(problems.map(({ status }) => status))] },
      detail: { ...text, description: 'About this one request.' },
      code: { ...text, enum: [...new Set(problems.map(({ code }) => code))] },
      outcome: { ...text, enum: ['none', 'unknown'], description: 'May the request have had an effect?' },
      retryable: { type: 'boolean' },
      traceId: { ...text, description: 'As in X-Request-Id.' },
      ...(Object.fromEntries(own) as object),
    },
    required: ['type', 'title', 'status', 'code', 'outcome', 'retryable', 'traceId'],
    additionalProperties: false,
  };
}

/** Members beside the known ones are single values of one kind. */
function likeExample(example: unknown): object {
  if (typeof example === 'number') return { type: 'number' };
  return typeof example === 'boolean' ? { type: 'boolean' } : text;
}
