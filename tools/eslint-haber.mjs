// Three rules of our style that no published plugin has: how files are named, that they say what they are for, and
// that what is pure stays pure. Kept small; each has a probe in boundaries.spec.ts.
import { basename } from 'node:path';

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*\.(ts|mjs|cjs)$/;
const EMPTY_WORDS = new Set(['manager', 'helper', 'helpers', 'util', 'utils', 'data', 'info', 'common', 'base']);

const fileName = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      kebab: 'Name files in kebab-case: "{{name}}".',
      empty: '"{{name}}" says nothing: name the idea (style.md, Names).',
    },
  },
  create(context) {
    const name = basename(context.filename);
    return {
      Program(node) {
        if (!KEBAB.test(name)) context.report({ node, messageId: 'kebab', data: { name } });
        if (EMPTY_WORDS.has(name.split('.')[0])) context.report({ node, messageId: 'empty', data: { name } });
      },
    };
  },
};

const openingComment = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { missing: 'Open the file with its purpose and invariants in two or three sentences.' },
  },
  create(context) {
    return {
      Program(node) {
        const [comment] = context.sourceCode.getAllComments().filter(({ type }) => type !== 'Shebang');
        const first = node.body[0];
        if (first && (!comment || comment.range[0] > first.range[0]))
          context.report({ node: first, messageId: 'missing' });
      },
    };
  },
};

// Everything through which the outside leaks into a computation: the clock, chance, the process, the network.
const AMBIENT = new Set(
  (
    'crypto performance process Buffer setTimeout setInterval setImmediate queueMicrotask fetch console require ' +
    'global globalThis WebSocket'
  ).split(' '),
);

const pure = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      clock: '{{what}} reads the clock: take the time as a value (ARCHITECTURE.md, “What always holds”).',
      chance: '{{what}} is chance: take the id or the number as a value (ARCHITECTURE.md, “What always holds”).',
      ambient:
        '{{what}} reaches outside: domain, ledger, dialects and money only compute (ARCHITECTURE.md, “Code map”).',
      dynamicImport: 'A dynamic import hides what a pure package depends on: import statically.',
    },
  },
  create(context) {
    const isGlobal = (node) => {
      let scope = context.sourceCode.getScope(node);
      for (; scope !== null; scope = scope.upper) {
        const variable = scope.set.get(node.name);
        if (variable !== undefined) return variable.defs.length === 0;
      }
      return true;
    };
    const report = (node, messageId) =>
      context.report({ node, messageId, data: { what: context.sourceCode.getText(node) } });
    return {
      'MemberExpression[object.name="Date"][property.name="now"]': (node) => report(node, 'clock'),
      'MemberExpression[object.name="Temporal"][property.name="Now"]': (node) => report(node, 'clock'),
      'NewExpression[callee.name="Date"][arguments.length=0]': (node) => report(node, 'clock'),
      'CallExpression[callee.name="Date"]': (node) => report(node, 'clock'),
      'MemberExpression[object.name="Math"][property.name="random"]': (node) => report(node, 'chance'),
      // Of the ways to make a UUID, only those that derive it from names are no chance.
      'ImportDeclaration[source.value="uuid"] > :not(ImportSpecifier[imported.name=/^(v3|v5)$/], Literal)': (node) =>
        report(node, 'chance'),
      ImportExpression: (node) => context.report({ node, messageId: 'dynamicImport' }),
      Identifier(node) {
        if (AMBIENT.has(node.name) && isReference(node) && isGlobal(node)) report(node, 'ambient');
      },
    };
  },
};

/** Not a property's name, a key, or the name of something declared here. */
function isReference(node) {
  const { parent } = node;
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed;
  if (parent.type === 'Property') return parent.value === node || parent.computed;
  return !/^TS|^(MethodDefinition|PropertyDefinition|ImportSpecifier|ExportSpecifier|LabeledStatement)$/.test(
    parent.type,
  );
}

export default { meta: { name: 'haber' }, rules: { 'file-name': fileName, 'opening-comment': openingComment, pure } };
