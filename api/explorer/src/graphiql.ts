// The query behind what is on the screen, for GraphiQL.

import * as model from './model';
import { q } from './queries';
import { panel } from './state';

function current(): { query: string; variables: Record<string, unknown> } {
  const p = panel.value;
  if (p?.kind === 'entity') return { query: q.entity, variables: { id: p.id } };
  if (p?.kind === 'relation') return { query: q.relation, variables: { id: p.id } };
  if (p?.kind === 'document') return { query: q.texts, variables: { ids: [p.id] } };
  if (p?.kind === 'contradictions') return { query: q.contradictions, variables: {} };
  if (p?.kind === 'judgements') return { query: q.judgements, variables: {} };
  const ids = [...model.shown.keys()].slice(0, 100);
  if (ids.length) return { query: q.among, variables: { ids, depth: 0, limit: 100 } };
  return { query: q.connected, variables: { first: 40 } };
}

/** A query with each field on a line of its own; the queries here hold no strings. */
function laidOut(query: string): string {
  const out: string[] = [];
  let depth = 0;
  for (const part of query.match(/(?:\.\.\. on )?[^\s{}()]+(?:\([^)]*\))?|[{}]/g) ?? []) {
    if (part === '}') depth--;
    if (part === '{' || (depth === 0 && out.length && part !== '}')) out[out.length - 1] += ` ${part}`;
    else out.push('  '.repeat(depth) + part);
    if (part === '{') depth++;
  }
  return out.join('\n');
}

/** Leaves the query where GraphiQL looks when it opens; it shows it in a tab of its own. */
export function fillGraphiQL(): void {
  const { query, variables } = current();
  localStorage.setItem('graphiql:query', laidOut(query));
  localStorage.setItem('graphiql:variables', JSON.stringify(variables, null, 2));
}
