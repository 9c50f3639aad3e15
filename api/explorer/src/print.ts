// A dossier of one entity to print: its relations, the quotes, the sources.

import { ask } from './gql';
import { q } from './queries';
import type { Claim, Entity, ID, Named, Page, Relation } from './types';
import { grouped } from './claimcard';
import { date, modalityLabel, period, plural, timeOf, titleOf, typeLabel, webAddress } from './words';

type Head = Entity & {
  description: string | null; firstSeen: string | null; lastSeen: string | null;
  aliases: { name: string }[]; externalIds: { scheme: string; value: string }[]; relations: Page<Relation>;
};
type Full = Relation & { subject: Named; object: Named | null; claims: Page<Claim> };

/** An element with text or children; text is never parsed. */
function el(tag: string, ...children: (Node | string)[]): HTMLElement {
  const e = document.createElement(tag);
  e.append(...children);
  if (['h1', 'h2', 'blockquote', 'p', 'li', 'small'].includes(tag)) e.dir = 'auto';
  return e;
}

const most = 40; // relations
const quotes = 8; // of each relation

/** Puts the dossier beside the page, where only the printer sees it, and prints. */
export async function printDossier(id: ID): Promise<void> {
  const head = (await ask<{ node: Head }>(q.entity, { id })).node;
  const ids = head.relations.nodes.slice(0, most).map((r) => r.id);
  const relations = ids.length ? (await ask<{ nodes: Full[] }>(q.dossier, { ids })).nodes : [];
  document.querySelector('.print')?.remove();
  const out = el('div', ...title(head));
  out.className = 'print';
  const sources = new Map<ID, number>();
  const list = el('ol');
  for (const r of relations) out.append(relation(r, sources, list));
  if (relations.length === 0) out.append(el('p', 'No statement of a known kind relates it to anything.'));
  const all = head.relations.totalCount ?? relations.length;
  if (all > relations.length) out.append(el('p', `These are the ${relations.length} best supported of ${all} relations.`));
  if (list.children.length) out.append(el('h2', 'Sources'), list);
  document.body.append(out);
  document.body.classList.add('printing');
  window.addEventListener('afterprint', () => document.body.classList.remove('printing'), { once: true });
  window.print();
}

function title(e: Head): HTMLElement[] {
  const out = [el('h1', e.name), el('p', [typeLabel(e.type), e.description ?? ''].filter(Boolean).join(' · '))];
  const others = e.aliases.map((a) => a.name).filter((n) => n !== e.name);
  if (others.length) out.push(el('p', `Also: ${others.join(', ')}`));
  const ids = e.externalIds.map((x) => `${x.scheme} ${x.value}`);
  if (ids.length) out.push(el('p', ids.join(', ')));
  const seen = e.firstSeen ? `, in the news ${period(e.firstSeen, e.lastSeen)}` : '';
  out.push(el('p', `${plural(e.documentCount, 'document')}, ${plural(e.relationCount, 'relation')}${seen}. Printed ${date(new Date().toISOString())}.`));
  return out;
}

function relation(r: Full, sources: Map<ID, number>, list: HTMLElement): HTMLElement {
  const part = el('section', el('h2', `${r.subject.name} ${r.label} ${r.object?.name ?? r.value?.text ?? ''}`));
  const facts = [plural(r.independentSourceCount, 'independent source'), plural(r.documentCount, 'document'), r.supportingCount ? modalityLabel(r.modality) : 'only denied'];
  if (r.contradictingCount) facts.push(plural(r.contradictingCount, 'denial'));
  if (r.firstTime) facts.push(period(r.firstTime, r.lastTime));
  part.append(el('p', facts.join(', ')));
  const groups = grouped(r.claims.nodes);
  for (const group of groups.slice(0, quotes)) {
    const c = group[0];
    const marks = group.map((g) => number(g, sources, list)).join(', ');
    const speaker = c.attributionChain[0];
    const said = speaker ? `— ${speaker.speaker?.name ?? speaker.text}; ` : '';
    const how = [c.polarity === 'DENIED' ? 'denied' : '', modalityLabel(c.modality), timeOf(c)].filter(Boolean);
    part.append(el('blockquote', `“${c.evidence.quote}”`, el('small', `${said}${how.join(', ')} [${marks}]`)));
  }
  const left = Math.max(r.claims.totalCount ?? 0, r.claims.nodes.length) - groups.slice(0, quotes).flat().length;
  if (left > 0) part.append(el('p', `and ${plural(left, 'more statement')}`));
  return part;
}

/** The number of a source; a new one is added to the list. */
function number(c: Claim, sources: Map<ID, number>, list: HTMLElement): number {
  const d = c.evidence.document;
  const known = sources.get(d.id);
  if (known) return known;
  sources.set(d.id, sources.size + 1);
  list.append(el('li', [titleOf(d), d.publisher, date(d.published), webAddress(d.url)].filter(Boolean).join('. ')));
  return sources.size;
}
