// Colours and shapes of types, for light and dark.

import { signal } from '@preact/signals';
import { entityTypes } from './state';

export type Shape = 'circle' | 'square' | 'diamond' | 'triangle' | 'hexagon' | 'cross';
export const shapes: Shape[] = ['circle', 'square', 'diamond', 'triangle', 'hexagon', 'cross'];

/** A class of entity types that the picture tells apart. */
export interface Look { key: string; label: string; shape: Shape; light: string; dark: string }

export const looks: Look[] = [
  { key: 'person', label: 'person', shape: 'circle', light: '#c2571a', dark: '#f0955b' },
  { key: 'company', label: 'company', shape: 'square', light: '#1f6fb2', dark: '#6db3ee' },
  { key: 'public', label: 'public body', shape: 'square', light: '#5a4fb0', dark: '#a79df2' },
  { key: 'org', label: 'other organisation', shape: 'square', light: '#3f7f8c', dark: '#7cc4d1' },
  { key: 'group', label: 'group', shape: 'hexagon', light: '#9a7b17', dark: '#dcbb55' },
  { key: 'place', label: 'place', shape: 'diamond', light: '#3b7d3f', dark: '#84c888' },
  { key: 'event', label: 'event', shape: 'triangle', light: '#b02f5b', dark: '#f0809f' },
  { key: 'thing', label: 'thing, document', shape: 'cross', light: '#6b6f76', dark: '#b3b8c0' },
];
const byKey = new Map(looks.map((l) => [l.key, l]));

/** Whether a type is another or one of its subtypes. */
export function is(type: string, ancestor: string): boolean {
  for (let t: string | null | undefined = type, i = 0; t && i < 12; t = entityTypes.value.get(t)?.parent, i++) {
    if (t === ancestor) return true;
  }
  return false;
}

export function lookOf(type: string): Look {
  const family = entityTypes.value.get(type)?.family ?? 'thing';
  let key = family;
  if (family === 'org') key = is(type, 'Company') ? 'company' : is(type, 'PublicBody') || is(type, 'InternationalOrganization') ? 'public' : 'org';
  if (is(type, 'Event')) key = 'event';
  return byKey.get(key) ?? byKey.get('thing')!;
}

export type Theme = 'light' | 'dark';
const systemDark = matchMedia('(prefers-color-scheme: dark)');
const chosen = localStorage.getItem('dossier-theme');

export const theme = signal<Theme>(chosen === 'dark' || chosen === 'light' ? chosen : systemDark.matches ? 'dark' : 'light');

systemDark.addEventListener('change', (e) => {
  if (!localStorage.getItem('dossier-theme')) theme.value = e.matches ? 'dark' : 'light';
});

export function toggleTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
  localStorage.setItem('dossier-theme', theme.value);
}

export function colorOf(type: string, t: Theme = theme.value): string {
  return lookOf(type)[t];
}

/** Colours of the drawing that are no type's. */
export const ink = {
  light: { text: '#1d2733', paper: '#fbfaf7', edge: '#78818c', faint: '#cfd3d8', denied: '#c0392b', disputed: '#b7791f', select: '#111820', path: '#d08a00' },
  dark: { text: '#e6e9ee', paper: '#14181d', edge: '#7b8591', faint: '#3b434d', denied: '#ff7b6b', disputed: '#e5b04f', select: '#ffffff', path: '#ffc94d' },
};

export type Status = 'firm' | 'soft' | 'denied' | 'disputed';

/** How a line of a status is drawn. */
export function strokeOf(status: Status): { color: string; dashed: boolean } {
  const c = ink[theme.value];
  if (status === 'denied' || status === 'disputed') return { color: c[status], dashed: true };
  return { color: status === 'soft' ? mix(c.edge, c.paper, 0.5) : c.edge, dashed: false };
}

/** A colour between two, both as #rrggbb. */
export function mix(a: string, b: string, t: number): string {
  const x = parseInt(a.slice(1), 16);
  const y = parseInt(b.slice(1), 16);
  let out = 0;
  for (const shift of [16, 8, 0]) {
    const u = (x >> shift) & 255;
    const v = (y >> shift) & 255;
    out |= Math.round(u + (v - u) * t) << shift;
  }
  return `#${out.toString(16).padStart(6, '0')}`;
}
