// Words and formats shared by all views.

import { entityTypes, relationTypes } from './state';
import type { Relation, Value } from './types';

export function typeLabel(type: string): string {
  return entityTypes.value.get(type)?.label ?? spaced(type);
}

export function relationTypeLabel(type: string): string {
  return relationTypes.value.get(type)?.label ?? spaced(type);
}

function spaced(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

const modalityWords: Record<string, string> = {
  ASSERTED: 'stated as fact', REPORTED: 'reported', ALLEGED: 'alleged', PLANNED: 'planned', ORDERED: 'ordered', REQUESTED: 'requested',
  EXPECTED: 'expected', POSSIBLE: 'possible', CONDITIONAL: 'conditional', OPINION: 'opinion',
};
export const modalities = Object.keys(modalityWords);

export function modalityLabel(m: string): string {
  return modalityWords[m] ?? m.toLowerCase();
}

/** A relation type's modality counts as firm when it is told as a fact. */
export function firm(m: string): boolean {
  return m === 'ASSERTED' || m === 'REPORTED';
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

export function date(s: string | null | undefined): string {
  if (!s) return '';
  const t = Date.parse(s);
  return Number.isNaN(t) ? s : day.format(t);
}

/** The days a relation spans: when it happened, else when it was published. */
export function span(r: Relation): [number, number] | null {
  const from = r.firstTime ?? r.firstSeen;
  const to = r.lastTime ?? r.lastSeen ?? from;
  if (!from || !to) return null;
  const a = Date.parse(from);
  const b = Date.parse(to);
  return Number.isNaN(a) || Number.isNaN(b) ? null : [Math.min(a, b), Math.max(a, b)];
}

export function objectName(r: Relation): string {
  return r.object?.name ?? r.value?.text ?? '';
}

export function valueText(v: Value | null | undefined): string {
  return v?.text ?? '';
}

// Marks that change the direction of text around them, and control characters.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** A name on one line for drawing: no control or direction marks, of bounded length. */
export function oneLine(s: string, most = 40): string {
  const clean = s.slice(0, 4 * most).replace(unsafe, ' ').replace(/\s+/g, ' ').trim();
  const chars = Array.from(clean);
  return chars.length > most ? `${chars.slice(0, most - 1).join('')}…` : clean;
}

/** An address that may be linked, or null: only the web. */
export function webAddress(url: string | null | undefined): string | null {
  if (!url) return null;
  try {
    const u = new URL(url);
    return u.protocol === 'https:' || u.protocol === 'http:' ? u.href : null;
  } catch {
    return null;
  }
}
