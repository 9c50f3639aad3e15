// What is asked once, when the page opens, and again after changes.

import { ask } from './gql';
import { q } from './queries';
import { entityTypes, relationTypes, stats } from './state';
import type { EntityTypeInfo, RelationTypeInfo, Stats } from './types';

export async function load(): Promise<void> {
  const [o] = await Promise.all([
    ask<{ ontology: { entityTypes: EntityTypeInfo[]; relationTypes: RelationTypeInfo[] } }>(q.ontology),
    count(),
  ]);
  entityTypes.value = new Map(o.ontology.entityTypes.map((t) => [t.name, t]));
  relationTypes.value = new Map(o.ontology.relationTypes.map((t) => [t.name, t]));
}

export async function count(): Promise<void> {
  stats.value = (await ask<{ stats: Stats }>(q.stats)).stats;
}
