// Words and formats shared by all views.

import { entityTypes, relationTypes } from './state';
import type { Claim, DocumentHead, Relation } from './types';

export function typeLabel(type: string): string {
  return entityTypes.value.get(type)?.label ?? spaced(type);
}

export function relationTypeLabel(type: string): string {
  return relationTypes.value.get(type)?.label ?? spaced(type);
}

/** A relation's label as its object reads it: "awarded by". */
export function inverseLabel(r: Relation): string {
  const t = relationTypes.value.get(r.type);
  return t?.inverse || `${r.label} (this)`;
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
const month = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

export function date(s: string | null | undefined): string {
  if (!s) return '';
  const t = Date.parse(s);
  return Number.isNaN(t) ? s : day.format(t);
}

/** A stretch of days in the fewest words: whole years and months by their names. */
export function period(from: string | null | undefined, to: string | null | undefined): string {
  const [a, b] = [Date.parse(from ?? ''), Date.parse(to ?? from ?? '')];
  if (Number.isNaN(a) || Number.isNaN(b)) return date(from);
  const [start, end] = [new Date(a), new Date(b)];
  const next = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth(), end.getUTCDate() + 1));
  const whole = start.getUTCDate() === 1 && next.getUTCDate() === 1;
  const years = whole && start.getUTCMonth() === 0 && next.getUTCMonth() === 0;
  const name = years ? (d: Date) => String(d.getUTCFullYear()) : (d: Date) => (whole ? month : day).format(d);
  return name(start) === name(end) ? name(start) : `${name(start)} – ${name(end)}`;
}

/** When a statement has it that something happened, or is to happen. */
export function timeOf(c: Claim): string {
  if (!c.time?.start) return '';
  const done = firm(c.modality) || c.modality === 'ALLEGED' || c.modality === 'OPINION';
  return `${done ? 'happened' : 'for'} ${period(c.time.start, c.time.end)}`;
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

/** What a document is called: its title, else its address, else how it or its first statement begins. */
export function titleOf(d: DocumentHead, opening?: string): string {
  const first = opening?.trim() || d.claims?.nodes[0]?.evidence.quote;
  return d.title || d.url || (first ? `“${oneLine(first, 90)}”` : 'Untitled document');
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
