// A dossier of one entity to print: its relations, the quotes, the sources.

import { ask } from './gql';
import { q } from './queries';
import type { Claim, Entity, ID, Named, Page, Relation } from './types';
import { grouped } from './claimcard';
import { date, modalityLabel, plural, typeLabel, webAddress } from './words';

type Head = Entity & { description: string | null; aliases: { name: string }[]; relations: Page<Relation> };
type Full = Relation & { subject: Named; object: Named | null; claims: Page<Claim> };

/** An element with text or children; text is never parsed. */
function el(tag: string, ...children: (Node | string)[]): HTMLElement {
  const e = document.createElement(tag);
  e.append(...children);
  if (['h1', 'h2', 'blockquote', 'p', 'li'].includes(tag)) e.dir = 'auto';
  return e;
}

const most = 40;

/** Puts the dossier beside the page, where only the printer sees it. */
export async function printDossier(id: ID): Promise<void> {
  const head = (await ask<{ node: Head }>(q.entity, { id })).node;
  const relations = await Promise.all(head.relations.nodes.slice(0, most).map(async (r) => (await ask<{ node: Full }>(q.relation, { id: r.id })).node));
  document.querySelector('.print')?.remove();
  const out = el('div');
  out.className = 'print';
  out.append(el('h1', head.name), el('p', [typeLabel(head.type), head.description ?? ''].filter(Boolean).join(' · ')));
  const others = head.aliases.map((a) => a.name).filter((n) => n !== head.name);
  if (others.length) out.append(el('p', `Also: ${others.join(', ')}`));
  const sources = new Map<ID, number>();
  const list = el('ol');
  for (const r of relations) out.append(relation(r, sources, list));
  out.append(el('h2', 'Sources'), list);
  if (head.relations.nodes.length > most) out.append(el('p', `The ${most} best supported relations of ${head.relationCount}.`));
  document.body.append(out);
  document.body.classList.add('printing');
  try {
    window.print();
  } finally {
    document.body.classList.remove('printing');
  }
}

function relation(r: Full, sources: Map<ID, number>, list: HTMLElement): HTMLElement {
  const part = el('section', el('h2', `${r.subject.name} ${r.label} ${r.object?.name ?? r.value?.text ?? ''}`));
  const facts = [plural(r.independentSourceCount, 'independent source'), plural(r.documentCount, 'document'), r.supportingCount ? modalityLabel(r.modality) : 'only denied'];
  if (r.contradictingCount) facts.push(plural(r.contradictingCount, 'denial'));
  part.append(el('p', facts.join(', ')));
  for (const group of grouped(r.claims.nodes).slice(0, 8)) {
    const c = group[0];
    const marks = group.map((g) => number(g, sources, list)).join(', ');
    const speaker = c.attributionChain[0];
    const said = speaker ? ` — ${speaker.speaker?.name ?? speaker.text}` : '';
    part.append(el('blockquote', `“${c.evidence.quote}”${said} [${marks}]${c.polarity === 'DENIED' ? ' (denied)' : ''}`));
  }
  return part;
}

/** The number of a source; a new one is added to the list. */
function number(c: Claim, sources: Map<ID, number>, list: HTMLElement): number {
  const d = c.evidence.document;
  const known = sources.get(d.id);
  if (known) return known;
  sources.set(d.id, sources.size + 1);
  const line = [d.title ?? 'Untitled', d.publisher, date(d.published), webAddress(d.url)].filter(Boolean).join('. ');
  list.append(el('li', line));
  return sources.size;
}
