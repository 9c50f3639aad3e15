// The address holds the whole view: entities with their places, panel,
// filters, camera. It stays after the '#', so no server sees it.

import { filterByDocument, link } from './actions';
import { ask } from './gql';
import * as model from './model';
import { q } from './queries';
import { filters, panel, selected, view, type Filters, type Panel } from './state';
import type { Entity, ID } from './types';

export interface Camera { x: number; y: number; ratio: number }

/** Set by the canvas. */
export const eye = { get: (): Camera | null => null, set: (_: Camera) => {} };

const idPattern = /^[A-Za-z0-9_-]{1,200}$/;

function writePanel(p: Panel | null): string {
  if (!p) return '';
  switch (p.kind) {
    case 'entity':
    case 'relation':
      return `${p.kind}~${p.id}`;
    case 'pair':
      return `pair~${p.a}~${p.b}`;
    case 'document':
      return p.start === undefined ? `document~${p.id}` : `document~${p.id}~${p.start}~${p.end}`;
    default:
      return p.kind;
  }
}

function readPanel(s: string): Panel | null {
  const [kind, id, a, b] = s.split('~');
  if (kind === 'contradictions' || kind === 'judgements' || kind === 'documents') return { kind };
  if (!id || !idPattern.test(id)) return null;
  if (kind === 'entity' || kind === 'relation') return { kind, id };
  if (kind === 'pair' && idPattern.test(a ?? '')) return { kind, a: id, b: a };
  if (kind === 'document') return a ? { kind, id, start: Number(a) || 0, end: Number(b) || 0 } : { kind, id };
  return null;
}

export function write(): string {
  const out = new URLSearchParams();
  const parts: string[] = [];
  for (const [id, s] of model.shown) parts.push(`${id}~${Math.round(s.x)}~${Math.round(s.y)}${s.pinned ? '~p' : ''}`);
  if (parts.length) out.set('n', parts.join('!'));
  if (selected.value.length) out.set('s', selected.value.join('!'));
  if (panel.value) out.set('p', writePanel(panel.value));
  if (view.value !== 'graph') out.set('v', view.value);
  const f = filters.value;
  if (f.types.length) out.set('rt', f.types.join('!'));
  if (f.since) out.set('from', f.since);
  if (f.until) out.set('to', f.until);
  if (f.minSources > 1) out.set('min', String(f.minSources));
  if (f.modalities.length) out.set('mo', f.modalities.join('!'));
  if (f.denied !== 'all') out.set('de', f.denied);
  if (f.document) out.set('doc', f.document);
  if (model.pathRelations.value.size) out.set('path', [...model.pathRelations.value].join('!'));
  const c = eye.get();
  if (c && parts.length) out.set('c', `${c.x.toFixed(4)}~${c.y.toFixed(4)}~${c.ratio.toFixed(4)}`);
  return out.toString().replaceAll('%7E', '~').replaceAll('%21', '!');
}

const listOf = (s: string | null) => (s ? s.split('!').filter((x) => idPattern.test(x)) : []);
const dayOf = (s: string | null) => (s && /^\d{4}-\d\d-\d\d$/.test(s) ? s : '');

function readFilters(at: URLSearchParams): Filters {
  const denied = at.get('de');
  return {
    types: listOf(at.get('rt')), since: dayOf(at.get('from')), until: dayOf(at.get('to')),
    minSources: Math.min(99, Math.max(1, Number(at.get('min')) || 1)), modalities: listOf(at.get('mo')),
    denied: denied === 'only' || denied === 'none' ? denied : 'all', document: '',
  };
}

/** A coordinate of an address that anybody may have written. */
const placeOf = (s: string) => Math.max(-1e5, Math.min(1e5, Number(s) || 0));

let turn = 0;
let restoring = false;

/** Shows what an address says, unless another is asked for meanwhile. */
export async function restore(hash: string): Promise<void> {
  const mine = ++turn;
  restoring = true;
  try {
    const at = new URLSearchParams(hash.replace(/^#/, ''));
    const spots = new Map<ID, model.Spot>();
    for (const part of (at.get('n') ?? '').split('!').slice(0, model.cap)) {
      const [id, x, y, p] = part.split('~');
      if (idPattern.test(id)) spots.set(id, { x: placeOf(x), y: placeOf(y), pinned: p === 'p' });
    }
    const missing = [...spots.keys()].filter((id) => !model.entities.has(id));
    for (let i = 0; i < missing.length; i += 100) {
      const got = await ask<{ nodes: (Entity | null)[] }>(q.entities, { ids: missing.slice(i, i + 100) });
      if (mine !== turn) return;
      model.remember(got.nodes.filter((e): e is Entity => !!e?.id), []);
    }
    filters.value = readFilters(at);
    const doc = at.get('doc');
    await filterByDocument(doc && idPattern.test(doc) ? doc : '');
    if (mine !== turn) return;
    view.value = at.get('v') === 'table' ? 'table' : 'graph';
    const same = missing.length === 0 && [...spots.keys()].every((id) => model.shown.has(id));
    model.replace(spots);
    if (!same && spots.size) {
      await link([...model.shown.keys()]);
      if (mine !== turn) return;
      model.changed();
    }
    model.pathRelations.value = new Set(listOf(at.get('path')));
    selected.value = listOf(at.get('s')).filter((id) => model.shown.has(id));
    panel.value = readPanel(at.get('p') ?? '');
    const camera = (at.get('c') ?? '').split('~').map(Number);
    const sound = camera.length === 3 && camera.every((v) => Math.abs(v) < 1e3) && camera[2] > 0.001;
    if (sound) eye.set({ x: camera[0], y: camera[1], ratio: camera[2] });
  } finally {
    if (mine === turn) restoring = false;
  }
}


let last = '';
let timer = 0;

/** Content of an address without what changes by looking around. */
const lasting = (s: string) => s.replace(/&?c=[^&]*/, '').replace(/~-?\d+~-?\d+/g, '');

/** Writes the address soon; a change of content makes a new step for the back button. */
export function save(): void {
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    if (restoring) return save();
    const now = write();
    if (now === last) return;
    const address = now ? `#${now}` : location.pathname;
    if (lasting(now) !== lasting(last)) history.pushState(null, '', address);
    else history.replaceState(null, '', address);
    last = now;
  }, 250);
}

/** Takes the present address as the one already written. */
export function taken(): void {
  last = location.hash.slice(1);
}
