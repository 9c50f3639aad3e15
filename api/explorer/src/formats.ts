// The view as data: CSV, GEXF 1.3 and JSON.

import * as model from './model';
import { colorOf } from './looks';
import { xml } from './svg';
import type { Relation } from './types';

const relationsShown = () => model.bonds().flatMap((b) => b.relations);
const name = (id: string) => model.entities.get(id)?.name ?? '';

/** A CSV field. A leading sign is kept from being read as a formula. */
function field(v: string | number | null): string {
  const s = v === null ? '' : String(v);
  const safe = typeof v === 'string' && /^[=+\-@\t\r]/.test(s) ? `'${s}` : s;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csv(): string {
  const head = ['subject', 'subject_type', 'relation', 'object', 'object_type', 'independent_sources', 'documents', 'supporting', 'contradicting', 'modality', 'first', 'last', 'relation_id'];
  const type = (id: string) => model.entities.get(id)?.type ?? '';
  const row = (r: Relation) => [
    name(r.subject.id), type(r.subject.id), r.label, name(r.object!.id), type(r.object!.id), r.independentSourceCount, r.documentCount,
    r.supportingCount, r.contradictingCount, r.modality.toLowerCase(), r.firstTime ?? r.firstSeen, r.lastTime ?? r.lastSeen, r.id,
  ];
  return `\ufeff${[head, ...relationsShown().map(row)].map((r) => r.map(field).join(',')).join('\r\n')}\r\n`;
}

export function gexf(): string {
  const rgb = (c: string) => [1, 3, 5].map((i) => parseInt(c.slice(i, i + 2), 16));
  const nodes = [...model.shown].map(([id, s]) => {
    const e = model.entities.get(id)!;
    const [r, g, b] = rgb(colorOf(e.type));
    return `<node id="${id}" label="${xml(e.name)}"><attvalues><attvalue for="type" value="${xml(e.type)}"/><attvalue for="documents" value="${e.documentCount}"/></attvalues>`
      + `<viz:color r="${r}" g="${g}" b="${b}"/><viz:position x="${s.x.toFixed(1)}" y="${s.y.toFixed(1)}" z="0"/></node>`;
  });
  const edges = relationsShown().map((r) => `<edge id="${r.id}" source="${r.subject.id}" target="${r.object!.id}" label="${xml(r.label)}" weight="${r.independentSourceCount}">`
    + `<attvalues><attvalue for="kind" value="${xml(r.type)}"/><attvalue for="modality" value="${xml(r.modality)}"/><attvalue for="contradicting" value="${r.contradictingCount}"/></attvalues></edge>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
<graph defaultedgetype="directed">
<attributes class="node"><attribute id="type" title="type" type="string"/><attribute id="documents" title="documents" type="integer"/></attributes>
<attributes class="edge"><attribute id="kind" title="kind" type="string"/><attribute id="modality" title="modality" type="string"/><attribute id="contradicting" title="contradicting" type="integer"/></attributes>
<nodes>
${nodes.join('\n')}
</nodes>
<edges>
${edges.join('\n')}
</edges>
</graph>
</gexf>
`;
}

export function json(): string {
  const entities = [...model.shown].map(([id, s]) => ({ ...model.entities.get(id)!, x: Math.round(s.x), y: Math.round(s.y), pinned: s.pinned }));
  return `${JSON.stringify({ view: location.href, entities, relations: relationsShown() }, null, 2)}\n`;
}
