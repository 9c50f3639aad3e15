// What a reader can do to the picture. Every action asks the server, changes
// the model, then lays out what is new.

import { ask, aborted, messageOf } from './gql';
import { arrange, beside, sunflower, type Placed } from './layout';
import * as model from './model';
import { q } from './queries';
import { busy, documentRelations, filtering, filters, filtersOpen, open, selected, spoken, tell, type Filters } from './state';
import type { Entity, ID, Page, Relation } from './types';
import { plural } from './words';
import { nameLength, nodeSize } from './canvas';

/** Set by the canvas: carries nodes to new positions, and fits the camera. */
export const stage = {
  glide: (_to: Map<string, [number, number]>) => {},
  fit: (_gently?: boolean) => {},
  focus: () => {},
};

/** Runs an action with the busy mark, and tells a failure. */
export async function attempt<T>(what: () => Promise<T>): Promise<T | undefined> {
  busy.value++;
  try {
    return await what();
  } catch (e) {
    if (!aborted(e)) tell(messageOf(e), 'error');
    return undefined;
  } finally {
    busy.value--;
  }
}

/** The filter the server understands of the present filters. */
export function serverFilter(f: Filters = filters.value): Record<string, unknown> | undefined {
  if (!filtering(f)) return undefined;
  const out: Record<string, unknown> = {};
  if (f.types.length) out.types = f.types;
  if (f.since) out.since = f.since;
  if (f.until) out.until = f.until;
  if (f.minSources > 1) out.minSources = f.minSources;
  if (f.modalities.length) out.modality = f.modalities;
  if (f.denied === 'only') out.polarity = 'DENIED';
  if (f.denied === 'none') out.polarity = 'AFFIRMED';
  return Object.keys(out).length ? out : undefined;
}

/** Asks for the relations among the entities shown, as far as `fresh` takes part. */
export async function link(fresh: ID[]): Promise<void> {
  const all = [...model.shown.keys()];
  const keep = (rs: Relation[]) => model.remember([], rs.filter((r) => r.object && model.shown.has(r.subject.id) && model.shown.has(r.object.id)));
  const few = fresh.length <= 2 * touched && fresh.every((id) => (model.entities.get(id)?.relationCount ?? Infinity) <= 100);
  if (all.length > 200 && few) {
    for (let i = 0; i < fresh.length; i += touched) {
      const got = await ask<{ nodes: ({ relations?: Page<Relation> } | null)[] }>(q.touching, { ids: fresh.slice(i, i + touched) });
      for (const n of got.nodes) keep(n?.relations?.nodes ?? []);
    }
    return;
  }
  type Among = { subgraph: { relations: Relation[] } };
  const about = { ids: all, depth: 0, limit: Math.max(1, all.length) };
  if (all.length <= 1000) return keep((await ask<Among>(q.among, about)).subgraph.relations);
  // The server bounds the fields of one answer: a large one comes in two halves.
  const [ends, rest] = await Promise.all([ask<Among>(q.amongEnds, about), ask<Among>(q.amongRest, about)]);
  const by = new Map(rest.subgraph.relations.map((r) => [r.id, r]));
  keep(ends.subgraph.relations.map((r) => ({ ...by.get(r.id), ...r })));
}

/** Entities of one request for all their relations; the server bounds what a request may cost. */
const touched = 40;

function placed(movable: Set<ID>): Placed[] {
  const degree = new Map<ID, number>();
  for (const r of model.drawn()) for (const id of [r.subject.id, r.object!.id]) degree.set(id, (degree.get(id) ?? 0) + 1);
  return [...model.shown].map(([id, s]) => ({
    id, x: s.x, y: s.y, size: nodeSize(degree.get(id) ?? 0), fixed: s.pinned || !movable.has(id), name: 8.5 * Math.min(nameLength, model.entities.get(id)?.name.length ?? 0),
  }));
}

async function settle(movable: Set<ID>, iterations: number): Promise<void> {
  const links = model.bonds().map((b) => ({ a: b.a, b: b.b, weight: 1 }));
  const to = await arrange(placed(movable), links, iterations);
  for (const id of to.keys()) if (!model.shown.has(id)) to.delete(id);
  stage.glide(to);
}

/** Lays everything out anew, pinned nodes apart. */
export async function relayout(): Promise<void> {
  model.mark();
  await settle(new Set(model.shown.keys()), iterationsFor(model.shown.size));
  stage.fit(true);
}

const iterationsFor = (n: number) => (n > 1000 ? 120 : n > 300 ? 250 : 500);

/** Adds entities; those already shown stay where they are. */
export async function add(es: Entity[], near?: ID, rs: Relation[] = []): Promise<number> {
  const wanted = es.filter((e) => e?.id && !model.shown.has(e.id));
  const room = model.cap - model.shown.size;
  const fresh = wanted.slice(0, Math.max(0, room));
  if (fresh.length < wanted.length) {
    tell(`The picture holds at most ${model.cap.toLocaleString('en')} entities; ${plural(wanted.length - fresh.length, 'entity', 'entities')} left out. Hide some, or use filters.`, 'info', {
      label: 'Filters', run: () => (filtersOpen.value = true),
    });
  }
  model.remember(es, rs);
  if (fresh.length === 0) {
    model.changed();
    return 0;
  }
  const before = model.shown.size;
  const undoable = before > 0;
  if (undoable) model.mark();
  const center = near ? model.shown.get(near) : undefined;
  fresh.forEach((e, i) => {
    const [x, y] = center ? beside(center.x, center.y, i, fresh.length) : sunflower(before + i);
    model.shown.set(e.id, { x, y, pinned: false });
  });
  await link(fresh.map((e) => e.id));
  if (!center && before > 0) seedByNeighbours(fresh);
  model.changed();
  const ids = new Set(fresh.map((e) => e.id));
  await settle(before === 0 ? new Set(model.shown.keys()) : ids, before === 0 ? iterationsFor(fresh.length) : 80);
  stage.fit(true);
  return fresh.length;
}

/** Moves nodes that were added without a centre beside one they are related to. */
function seedByNeighbours(fresh: Entity[]): void {
  const ids = new Set(fresh.map((e) => e.id));
  const drawn = model.drawn();
  fresh.forEach((e, i) => {
    const r = drawn.find((d) => (d.subject.id === e.id && !ids.has(d.object!.id)) || (d.object!.id === e.id && !ids.has(d.subject.id)));
    if (!r) return;
    const at = model.shown.get(r.subject.id === e.id ? r.object!.id : r.subject.id)!;
    const [x, y] = beside(at.x, at.y, i, fresh.length);
    Object.assign(model.shown.get(e.id)!, { x, y });
  });
}

const step = 25;

const expanding = new Set<ID>();

/** Adds the next neighbours of an entity, most independent sources first. */
export async function expand(id: ID): Promise<void> {
  if (expanding.has(id)) return; // the key was pressed twice
  expanding.add(id);
  await attempt(() => neighbours(id));
  expanding.delete(id);
}

async function neighbours(id: ID): Promise<void> {
  // What was hidden since is asked for again.
  let known = model.more.get(id);
  if (known?.ids.some((n) => !model.shown.has(n))) known = undefined;
  if (known?.left === 0) return tell('All its neighbours are shown.');
  const got = await ask<{ node: { neighbors: Page<{ entity: Entity; relations: Relation[] }> } | null }>(q.expand, {
    id, first: step, after: known?.cursor ?? null, filter: serverFilter(),
  });
  if (!got.node) return tell('This entity is gone.', 'error');
  const page = got.node.neighbors;
  const relations = page.nodes.flatMap((n) => n.relations);
  const added = await add(page.nodes.map((n) => n.entity), id, relations);
  const next = page.pageInfo?.hasNextPage ?? false;
  const left = next ? Math.max(1, (page.totalCount ?? 0) - page.nodes.length) : 0;
  if (!serverFilter()) model.more.set(id, { cursor: page.pageInfo?.endCursor ?? null, left, ids: [...(known?.ids ?? []), ...page.nodes.map((n) => n.entity.id)] });
  const name = model.entities.get(id)?.name ?? '';
  spoken.value = `${plural(added, 'entity', 'entities')} added around ${name}.`;
  if (next) tell(`Showing its ${step} best supported neighbours. Press E again for more.`);
  else if (added === 0) tell(page.nodes.length ? 'All its neighbours are shown already.' : 'It has no relations to other entities.');
}

/** Starts with or adds one entity, selects it and opens it. */
export async function visit(e: Entity): Promise<void> {
  await attempt(async () => {
    await add([e]);
    choose(e.id);
    if (model.shown.size === 1) await expand(e.id);
  });
}

export function choose(id: ID, also = false): void {
  const rest = also ? selected.value.filter((s) => s !== id) : [];
  selected.value = [...rest, id].slice(-2);
  open({ kind: 'entity', id });
}

export function unchoose(): void {
  selected.value = [];
}

/** Starts from the most connected entities. */
export function startConnected(): Promise<void | undefined> {
  return attempt(async () => {
    const got = await ask<{ entities: Page<Entity> }>(q.connected, { first: 40 });
    await add(got.entities.nodes.filter((e) => e.relationCount > 0));
    if (model.shown.size === 0) tell('No entity has relations yet.');
  });
}

export function startStory(id: ID): Promise<void | undefined> {
  return attempt(async () => {
    const got = await ask<{ node: { documents: Page<{ entities: Page<Entity> }> } | null }>(q.story, { id });
    const all = new Map<ID, Entity>();
    for (const d of got.node?.documents.nodes ?? []) for (const e of d.entities.nodes) all.set(e.id, e);
    await add([...all.values()].filter((e) => e.relationCount > 0));
  });
}

export function startDocument(id: ID): Promise<void | undefined> {
  return attempt(async () => {
    const got = await ask<{ node: { entities: Page<Entity> } | null }>(q.documentEntities, { id });
    const all = got.node?.entities.nodes ?? [];
    const linked = all.filter((e) => e.relationCount > 0);
    await add(linked.length ? linked : all);
    open({ kind: 'document', id });
  });
}

/** Finds the shortest chains between the two selected entities. */
export function findPath(): Promise<void | undefined> {
  return attempt(async () => {
    const [from, to] = selected.value;
    if (!from || !to) return tell('Select two entities first: click one, then Shift-click another.');
    type Path = { length: number; entities: Entity[]; relations: Relation[] };
    const got = await ask<{ paths: Path[] }>(q.paths, { from, to, filter: serverFilter() });
    if (got.paths.length === 0) {
      model.pathRelations.value = new Set();
      return tell('No chain of at most six relations joins them.');
    }
    const es = got.paths.flatMap((p) => p.entities);
    const rs = got.paths.flatMap((p) => p.relations);
    await add(es, from, rs);
    model.pathRelations.value = new Set(got.paths[0].relations.map((r) => r.id));
    const names = got.paths[0].entities.map((e) => e.name).join(' – ');
    spoken.value = `Shortest chain: ${names}`;
    tell(`${plural(got.paths[0].length, 'step')} apart${got.paths.length > 1 ? `; ${got.paths.length} chains shown` : ''}.`, 'info', {
      label: 'Clear mark', run: () => (model.pathRelations.value = new Set()),
    });
  });
}

export function hideSelected(): void {
  if (selected.value.length === 0) return;
  const n = selected.value.length;
  model.hide(selected.value);
  selected.value = [];
  open(null);
  tell(`${plural(n, 'entity', 'entities')} hidden.`, 'info', { label: 'Undo', run: () => model.undo() });
}

export function pinSelected(): void {
  for (const id of selected.value) {
    const spot = model.shown.get(id);
    if (spot) spot.pinned = !spot.pinned;
  }
  model.changed();
}

export function clear(): void {
  if (model.shown.size === 0) return;
  model.hide([...model.shown.keys()]);
  selected.value = [];
  model.pathRelations.value = new Set();
  open(null);
}

let wanted: ID | '' = '';

/** Loads the relations of a document for the filter; the last one asked for counts. */
export async function filterByDocument(id: ID | ''): Promise<void> {
  wanted = id;
  if (!id) {
    documentRelations.value = null;
    if (filters.value.document) filters.value = { ...filters.value, document: '' };
    return;
  }
  await attempt(async () => {
    const found = new Set<ID>();
    let after: string | null = null;
    for (let i = 0; i < 20; i++) {
      type Got = { node: { claims: Page<{ relation: { id: ID } | null }> } | null };
      const got: Got = await ask<Got>(q.documentRelations, { id, after });
      for (const c of got.node?.claims.nodes ?? []) if (c.relation) found.add(c.relation.id);
      after = got.node?.claims.pageInfo?.endCursor ?? null;
      if (!got.node?.claims.pageInfo?.hasNextPage) break;
    }
    if (wanted !== id) return;
    documentRelations.value = found;
    filters.value = { ...filters.value, document: id };
  });
}
