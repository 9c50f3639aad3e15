// Adding articles by dropping files onto the page.

import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { ask, messageOf, ServerError } from './gql';
import { changes } from './changes';
import { count } from './boot';
import { link } from './actions';
import * as model from './model';
import { q } from './queries';
import { spoken, tell } from './state';
import { forgetTexts } from './texts';
import type { ID } from './types';
import { plural } from './words';

interface Run { total: number; done: number; current: string; documents: number; refusals: string[]; over: boolean }

const run = signal<Run | null>(null);
const most = 3_500_000; // bytes; the server takes requests of up to 4 MB

interface Answer { ingestDocument: { documents: { id: ID }[]; refusals: { source: string; line: number | null; reason: string }[] } }

/** Files not yet sent; more may be dropped while others are read. */
const queue: File[] = [];

/** The text of a file, unpacked if its name says it is packed, and its name without that. */
async function contentOf(f: File): Promise<{ name: string; content: string }> {
  const packed = /\.gz$/i.test(f.name);
  const stream = packed ? f.stream().pipeThrough(new DecompressionStream('gzip')) : f.stream();
  const reader = stream.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value as Uint8Array<ArrayBuffer>);
    size += value.length;
    if (size > most) {
      void reader.cancel();
      throw new Error(`larger than ${most / 1e6} MB; use “dossier ingest” for it`);
    }
  }
  const content = await new Blob(parts).text();
  if (new Blob([JSON.stringify(content)]).size > 4_100_000) throw new Error('too large to send; use “dossier ingest” for it');
  return { name: f.name.replace(/\.gz$/i, ''), content };
}

/** Sends files one after the other. A refused file does not stop the rest. */
async function send(files: File[]): Promise<void> {
  queue.push(...files);
  if (files.length === 0) return;
  if (run.value && !run.value.over) {
    run.value = { ...run.value, total: run.value.total + files.length };
    return;
  }
  const state: Run = { total: queue.length, done: 0, current: '', documents: 0, refusals: [], over: false };
  const step = (change: Partial<Run>) => (run.value = { ...Object.assign(state, change) });
  for (let f = queue.shift(); f; f = queue.shift()) {
    step({ current: f.name, total: state.done + 1 + queue.length });
    try {
      const got = await ask<Answer>(q.ingest, { input: { file: await contentOf(f) } });
      state.documents += got.ingestDocument.documents.length;
      for (const r of got.ingestDocument.refusals) state.refusals.push(`${r.source}${r.line ? `, line ${r.line}` : ''}: ${r.reason}`);
    } catch (e) {
      state.refusals.push(`${f.name}: ${messageOf(e)}`);
      if (e instanceof ServerError && ['READ_ONLY', 'GONE', 'NOT_OFFERED', 'UNAUTHORIZED'].includes(e.code)) {
        tell(e.code === 'READ_ONLY' ? 'This server is read-only.' : e.message, 'error');
        state.refusals.push(...queue.splice(0).map((left) => `${left.name}: not sent`));
        break;
      }
    }
    step({ done: state.done + 1 });
  }
  step({ over: true, current: '' });
  spoken.value = `${plural(state.documents, 'document')} added, ${state.refusals.length} refused.`;
  if (state.documents > 0) await after();
}

async function after(): Promise<void> {
  try {
    forgetTexts();
    changes.value++;
    await count();
    if (model.shown.size) {
      await link([...model.shown.keys()]);
      model.more.clear();
      model.changed();
    }
  } catch (e) {
    tell(messageOf(e), 'error');
  }
}

export function Drop({ children }: { children: preact.ComponentChildren }) {
  const [over, set] = useState(false);
  const files = (e: DragEvent) => e.dataTransfer?.types.includes('Files');
  return (
    <div
      class="page"
      onDragOver={(e) => { if (files(e)) { e.preventDefault(); set(true); } }}
      onDragLeave={(e) => { if (e.relatedTarget === null) set(false); }}
      onDrop={(e) => { if (files(e)) { e.preventDefault(); set(false); void send([...e.dataTransfer!.files]); } }}
    >
      {children}
      {over && <div class="dropping">Drop articles to read them in</div>}
      <Progress />
    </div>
  );
}

function Progress() {
  const r = run.value;
  if (!r) return null;
  return (
    <div class="ingest" role="status">
      <b>{r.over ? `${plural(r.documents, 'document')} added` : `Reading ${r.done + 1} of ${r.total}`}</b>
      {!r.over && <span class="clip"><bdi>{r.current}</bdi></span>}
      <progress max={r.total} value={r.done} aria-label="Files read" />
      {r.refusals.length > 0 && (
        <details open={r.over}>
          <summary>{r.refusals.length} not taken</summary>
          <ul>{r.refusals.slice(0, 50).map((x, i) => <li key={i}><bdi>{x}</bdi></li>)}</ul>
        </details>
      )}
      {r.over && <button type="button" onClick={() => (run.value = null)}>Close</button>}
    </div>
  );
}

/** For those who cannot drag. */
export function FilePicker() {
  return (
    <p class="pick">
      <label class="button">
        Add articles from files …
        <input type="file" multiple accept=".txt,.md,.html,.htm,.jsonl,.gz" onChange={(e) => { void send([...(e.currentTarget.files ?? [])]); e.currentTarget.value = ''; }} />
      </label>
      <span class="note"> or drop them anywhere on this page</span>
    </p>
  );
}
