// What the page knows beyond the picture: panel, filters, messages.

import { signal } from '@preact/signals';
import type { EntityTypeInfo, ID, RelationTypeInfo, Stats } from './types';

export type Panel =
  | { kind: 'entity'; id: ID }
  | { kind: 'relation'; id: ID }
  | { kind: 'pair'; a: ID; b: ID }
  | { kind: 'document'; id: ID; start?: number; end?: number }
  | { kind: 'contradictions' }
  | { kind: 'judgements' }
  | { kind: 'documents' };

export interface Filters {
  types: string[]; // relation types; none: all
  since: string; // days, '' for open
  until: string;
  minSources: number;
  modalities: string[]; // none: all
  denied: 'all' | 'only' | 'none';
  document: ID | '';
}

export const noFilters: Filters = { types: [], since: '', until: '', minSources: 1, modalities: [], denied: 'all', document: '' };

export const panel = signal<Panel | null>(null);
export const filters = signal<Filters>(noFilters);
export const filtersOpen = signal(false);
export const view = signal<'graph' | 'table'>('graph');
/** Selected entities, the last one leads. */
export const selected = signal<ID[]>([]);
export const stats = signal<Stats | null>(null);
export const busy = signal(0);
export const helpOpen = signal(false);
/** Relations that a document supports, while the document filter is on. */
export const documentRelations = signal<Set<ID> | null>(null);

export const entityTypes = signal<Map<string, EntityTypeInfo>>(new Map());
export const relationTypes = signal<Map<string, RelationTypeInfo>>(new Map());

export interface Toast { text: string; tone: 'info' | 'error'; action?: { label: string; run: () => void } }
export const toast = signal<Toast | null>(null);
/** Read out by screen readers. */
export const spoken = signal('');

let timer = 0;

export function tell(text: string, tone: Toast['tone'] = 'info', action?: Toast['action']): void {
  toast.value = { text, tone, action };
  clearTimeout(timer);
  timer = window.setTimeout(() => (toast.value = null), tone === 'error' || action ? 12000 : 5000);
}

export function open(p: Panel | null): void {
  panel.value = p;
}

/** Whether any filter is on. */
export function filtering(f: Filters): boolean {
  return f.types.length > 0 || f.since !== '' || f.until !== '' || f.minSources > 1 || f.modalities.length > 0 || f.denied !== 'all' || f.document !== '';
}
