// Where PromQL stands in deploy/: recording rules, alerts, and the panels of dashboards.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** @returns {{ where: string, expr: unknown }[]} */
export function expressionsOf(deploy) {
  return [...rulesOf(deploy).map(ruleExpression), ...dashboardsOf(deploy).flatMap(panelExpressions)];
}

export function rulesOf(deploy) {
  const { groups } = parse(readFileSync(join(deploy, 'prometheus/rules.yml'), 'utf8'));
  return groups.flatMap(({ rules }) => rules);
}

/** @returns {{ file: string, dashboard: object }[]} */
export function dashboardsOf(deploy) {
  const folder = join(deploy, 'grafana/dashboards');
  return readdirSync(folder).map((file) => ({ file, dashboard: JSON.parse(readFileSync(join(folder, file), 'utf8')) }));
}

export function panelsOf({ panels }) {
  return panels.filter(({ type }) => type !== 'row');
}

function ruleExpression({ alert, record, expr }) {
  return { where: `rule ${alert ?? record}`, expr };
}

function panelExpressions({ file, dashboard }) {
  return panelsOf(dashboard).flatMap(({ title, targets }) =>
    (targets ?? []).map(({ expr }) => ({ where: `${file}: ${title}`, expr })),
  );
}
