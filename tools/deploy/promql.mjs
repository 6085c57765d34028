// Reads PromQL with Prometheus' own grammar: where an expression does not parse, and which series it asks for. Run by
// itself it prints every selector of the rules and the dashboards as JSON, for the spec that knows the metrics.
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { root } from '../runtime.mjs';
import { expressionsOf } from './expressions.mjs';

/** Grafana's own, which it replaces before Prometheus sees them. */
const INTERVALS = /\$__(rate_interval|interval|range)\b/g;

/** @returns what is wrong with it, or undefined */
export function faultOf(expression) {
  const text = plain(expression);
  if (text.trim() === '') return 'is empty';
  let fault;
  parser.parse(text).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) fault ??= `does not parse at "${text.slice(Math.max(0, from - 20), to + 20)}"`;
    },
  });
  return fault;
}

/** @returns {{ name: string, labels: string[], grouping: string[] }[]} by metric; labels of its own matchers */
function selectorsOf(expression) {
  const text = plain(expression);
  const found = [];
  const grouping = [];
  parser.parse(text).iterate({
    enter: (node) => {
      if (node.name === 'VectorSelector') found.push(selectorIn(node.node, text));
      if (node.name === 'GroupingLabels') grouping.push(...text.slice(node.from, node.to).match(/\w+/g));
    },
  });
  return found.map((selector) => ({ ...selector, grouping }));
}

function selectorIn(node, text) {
  const name = node.getChild('Identifier');
  const labels = [];
  node.cursor().iterate(({ name: kind, from, to }) => {
    if (kind === 'LabelName') labels.push(text.slice(from, to));
  });
  return { name: name ? text.slice(name.from, name.to) : '', labels };
}

function plain(expression) {
  return String(expression ?? '').replaceAll(INTERVALS, '5m');
}

if (process.argv[1] === import.meta.filename) {
  const found = expressionsOf(join(root, 'deploy'));
  console.log(
    JSON.stringify(found.flatMap(({ where, expr }) => selectorsOf(expr).map((each) => ({ where, ...each })))),
  );
}
