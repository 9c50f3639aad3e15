// The picture's content: which entities are shown, where, and the relations
// among them. Views read it and redraw when `version` changes.

import { computed, signal } from '@preact/signals';
import { documentRelations, filters, type Filters } from './state';
import type { Entity, ID, Relation } from './types';
import type { Status } from './looks';
import { firm, oneLine, span } from './words';

/** Most entities drawn at once. */
export const cap = 2000;

export interface Spot { x: number; y: number; pinned: boolean }

/** All relations between two entities: one line of the picture. */
export interface Bond {
  key: string;
  a: ID; // source of the arrow
  b: ID;
  both: boolean; // arrows at both ends
  relations: Relation[]; // most sources first
  sources: number;
  status: Status;
}

export const entities = new Map<ID, Entity>();
export const relations = new Map<ID, Relation>();
export const shown = new Map<ID, Spot>();
/** Counts changes of the content; positions are not content. */
export const version = signal(0);
/** Relations of the path that was asked for. */
export const pathRelations = signal<Set<ID>>(new Set());
/** How far the neighbours of an entity were asked for, and which came. */
export const more = new Map<ID, { cursor: string | null; left: number; ids: ID[] }>();

export function changed(): void {
  prune();
  version.value++;
}

export function remember(es: Iterable<Entity>, rs: Iterable<Relation>): void {
  for (const e of es) if (e?.id) entities.set(e.id, e);
  for (const r of rs) if (r.object) relations.set(r.id, r);
}

type Picture = Map<ID, Spot>;
let past: Picture[] = [];
let future: Picture[] = [];
const depth = 50;

const copy = (p: Picture): Picture => new Map(Array.from(p, ([id, s]) => [id, { ...s }]));

/** Called before a change that undo should take back. */
export function mark(): void {
  past.push(copy(shown));
  if (past.length > depth) past.shift();
  future = [];
}

export const canUndo = () => past.length > 0;
export const canRedo = () => future.length > 0;

function swap(from: Picture[], to: Picture[]): boolean {
  const next = from.pop();
  if (!next) return false;
  to.push(copy(shown));
  replace(next);
  return true;
}

export const undo = () => swap(past, future);
export const redo = () => swap(future, past);

export function replace(p: Picture): void {
  shown.clear();
  for (const [id, s] of p) if (entities.has(id)) shown.set(id, s);
  changed();
}

export function hide(ids: Iterable<ID>): void {
  mark();
  for (const id of ids) shown.delete(id);
  changed();
}

/** All that is shown or that undo or redo would show. */
export function remembered(): Set<ID> {
  return new Set([shown, ...past, ...future].flatMap((p) => [...p.keys()]));
}

/** Takes over that entities are called by other ids now, also in what undo and redo would show. */
export function rename(to: Map<ID, ID>): void {
  for (const picture of [shown, ...past, ...future]) {
    for (const [id, now] of to) {
      const spot = picture.get(id);
      if (!spot || now === id) continue;
      if (!picture.has(now)) picture.set(now, spot);
      picture.delete(id);
    }
  }
}

/** Lets go of what neither the picture nor its history needs. */
function prune(): void {
  if (entities.size < 3 * cap && relations.size < 12 * cap) return;
  const keep = remembered();
  for (const id of entities.keys()) if (!keep.has(id)) entities.delete(id);
  for (const [id, r] of relations) if (!keep.has(r.subject.id) || !keep.has(r.object!.id)) relations.delete(id);
}

/** Whether the filters let a relation through. */
export function passes(r: Relation, f: Filters = filters.value): boolean {
  if (f.types.length && !f.types.includes(r.type)) return false;
  if (r.independentSourceCount < f.minSources) return false;
  if (f.modalities.length && !f.modalities.includes(r.modality)) return false;
  if (f.denied === 'only' && r.contradictingCount === 0) return false;
  if (f.denied === 'none' && r.supportingCount === 0) return false;
  if (f.document && documentRelations.value && !documentRelations.value.has(r.id)) return false;
  if (f.since || f.until) {
    const s = span(r);
    if (!s) return false;
    if (f.since && s[1] < Date.parse(f.since)) return false;
    if (f.until && s[0] > Date.parse(f.until) + 86_400_000 - 1) return false;
  }
  return true;
}

/** Relations with both ends shown, filters left out. */
export function drawn(): Relation[] {
  return [...relations.values()].filter((r) => shown.has(r.subject.id) && shown.has(r.object!.id) && r.subject.id !== r.object!.id);
}

export function statusOf(rs: Relation[]): Status {
  const yes = rs.some((r) => r.supportingCount > 0);
  const no = rs.some((r) => r.contradictingCount > 0);
  if (no) return yes ? 'disputed' : 'denied';
  return soft(rs);
}

function soft(rs: Relation[]): Status {
  return rs.some((r) => r.supportingCount > 0 && firm(r.modality)) ? 'firm' : 'soft';
}

export const bondKey = (a: ID, b: ID) => (a < b ? `${a}|${b}` : `${b}|${a}`);

/** The lines of the picture under the present filters. */
export const bonds = (): Bond[] => lines.value;

const lines = computed(() => {
  void [version.value, filters.value, documentRelations.value];
  return joined();
});

function joined(): Bond[] {
  const out = new Map<string, Bond>();
  for (const r of drawn()) {
    if (!passes(r)) continue;
    const a = r.subject.id;
    const b = r.object!.id;
    const key = bondKey(a, b);
    const bond = out.get(key);
    if (!bond) out.set(key, { key, a, b, both: false, relations: [r], sources: 0, status: 'firm' });
    else {
      bond.relations.push(r);
      if (bond.a !== a) bond.both = true;
    }
  }
  for (const bond of out.values()) {
    bond.relations.sort((x, y) => y.independentSourceCount - x.independentSourceCount || (x.id < y.id ? -1 : 1));
    [bond.a, bond.b] = [bond.relations[0].subject.id, bond.relations[0].object!.id];
    bond.sources = bond.relations[0].independentSourceCount;
    bond.status = statusOf(bond.relations);
  }
  return [...out.values()].sort((x, y) => (x.key < y.key ? -1 : 1));
}

/** The words on a line: its best supported relation, and how many more there are. */
export function labelOf(b: Bond): string {
  const [first, ...others] = b.relations;
  return oneLine(others.length ? `${first.label} +${others.length}` : first.label, 48);
}
