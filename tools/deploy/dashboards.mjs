// What Grafana would show as an empty or a misread panel, told before anybody opens it.
import { dashboardsOf, panelsOf } from './expressions.mjs';

/** @returns {string[]} */
export function dashboardFaults(deploy) {
  const found = dashboardsOf(deploy);
  if (found.length === 0) return ['there is none'];
  return found.flatMap(({ file, dashboard }) => faultsIn(dashboard).map((fault) => `${file}: ${fault}`));
}

function faultsIn(dashboard) {
  const { uid, title, schemaVersion, panels } = dashboard;
  const variables = new Set((dashboard.templating?.list ?? []).map(({ name }) => name));
  return [
    ...(uid && title && schemaVersion ? [] : ['uid, title and schemaVersion must be there']),
    ...(new Set(panels.map(({ id }) => id)).size === panels.length ? [] : ['two panels have one id']),
    ...overlaps(panels).map(([a, b]) => `"${a}" lies over "${b}"`),
    ...panelsOf(dashboard).flatMap((panel) => panelFaults(panel, variables).map((f) => `"${panel.title}" ${f}`)),
  ];
}

function panelFaults({ datasource, fieldConfig, targets = [] }, variables) {
  const unknown = targets.flatMap(({ expr = '' }) => variablesIn(expr)).filter((name) => !variables.has(name));
  return [
    ...(datasource?.uid ? [] : ['has no datasource']),
    ...(fieldConfig?.defaults?.unit ? [] : ['has no unit']),
    ...(targets.length > 0 ? [] : ['asks for nothing']),
    ...targets.filter(({ expr }) => !expr?.trim()).map(({ refId }) => `has an empty expression ${refId}`),
    ...unknown.map((name) => `uses $${name}, which is no variable of the dashboard`),
  ];
}

function variablesIn(expr) {
  return [...expr.matchAll(/\$(?!__)\{?(\w+)/g)].map(([, name]) => name);
}

function overlaps(panels) {
  const pairs = panels.flatMap((a, i) => panels.slice(i + 1).map((b) => [a, b]));
  return pairs
    .filter(([{ gridPos: a }, { gridPos: b }]) => areOver(a, b))
    .map((pair) => pair.map(({ title }) => title));
}

function areOver(a, b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
