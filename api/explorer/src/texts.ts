// Texts of documents, kept while they may be needed again.

import { signal } from '@preact/signals';
import { ask } from './gql';
import { Text } from './bytes';
import { q } from './queries';
import type { DocumentText, ID } from './types';

export interface Kept { doc: DocumentText; text: Text }

const most = 40;
const kept = new Map<ID, Kept>();
const asked = new Set<ID>();
export const arrived = signal(0);

export function textOf(id: ID): Kept | undefined {
  return kept.get(id);
}

/** The first line of a document that names anybody: what it may be called without a title. */
export function openingOf(id: ID): string | undefined {
  const k = kept.get(id);
  const first = k?.doc.mentions[0];
  return k && first && k.text.slice(...k.text.paragraph(first.start, first.start));
}

/** Asks for texts that are not here yet. */
export async function fetchTexts(ids: ID[]): Promise<void> {
  const missing = [...new Set(ids)].filter((id) => !kept.has(id) && !asked.has(id)).slice(0, 12);
  if (missing.length === 0) return;
  for (const id of missing) asked.add(id);
  try {
    const got = await ask<{ nodes: (DocumentText | null)[] }>(q.texts, { ids: missing });
    for (const doc of got.nodes) if (doc?.id) kept.set(doc.id, { doc, text: new Text(doc.text) });
    for (const id of kept.keys()) if (kept.size > most && !missing.includes(id)) kept.delete(id);
    arrived.value++;
  } finally {
    for (const id of missing) asked.delete(id);
  }
}

/** After a judgement or an ingest mentions may belong to others. */
export function forgetTexts(): void {
  kept.clear();
  arrived.value++;
}
