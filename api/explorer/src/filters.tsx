import { filterByDocument } from './actions';
import { useAsk } from './hooks';
import * as model from './model';
import { q } from './queries';
import { filtering, filters, filtersOpen, noFilters, type Filters } from './state';
import type { DocumentHead, Relation } from './types';
import { date, modalities, modalityLabel, plural, relationTypeLabel, span, titleOf } from './words';

const dayMs = 86_400_000;

/** What of the picture is drawn. All filters also hold for what is added. */
export function FilterBar() {
  const all = (model.version.value, model.drawn());
  const f = filters.value;
  const set = (change: Partial<Filters>) => (filters.value = { ...filters.value, ...change });
  const through = all.filter((r) => model.passes(r, f)).length;
  return (
    <aside class="filters" aria-label="Filters">
      <div class="filters-head">
        <h2>Filters</h2>
        <button type="button" class="quiet" aria-label="Close filters" onClick={() => (filtersOpen.value = false)}>×</button>
      </div>
      <p class="note" role="status">
        {through} of {plural(all.length, 'relation')} shown
        <button type="button" disabled={!filtering(f)} onClick={() => { filters.value = noFilters; void filterByDocument(''); }}>Clear all filters</button>
      </p>
      <Time all={all} f={f} set={set} />
      <label class="row">
        Independent sources, at least <output>{f.minSources}</output>
        <input type="range" min={1} max={Math.max(5, ...all.map((r) => r.independentSourceCount))} value={f.minSources} onInput={(e) => set({ minSources: Number(e.currentTarget.value) })} />
      </label>
      <fieldset>
        <legend>Denied</legend>
        {(['all', 'only', 'none'] as const).map((d) => (
          <label key={d}><input type="radio" name="denied" checked={f.denied === d} onChange={() => set({ denied: d })} /> {{ all: 'show', only: 'only what is denied', none: 'leave out what is only denied' }[d]}</label>
        ))}
      </fieldset>
      <Checks title="Modality" all={modalities.map((m) => ({ key: m, label: modalityLabel(m), n: all.filter((r) => r.modality === m).length }))} on={f.modalities} set={(v) => set({ modalities: v })} />
      <Checks title="Relation" all={byType(all)} on={f.types} set={(v) => set({ types: v })} />
      <DocumentChoice value={f.document} />
    </aside>
  );
}

function byType(all: Relation[]) {
  const n = new Map<string, number>();
  for (const r of all) n.set(r.type, (n.get(r.type) ?? 0) + 1);
  return [...n].map(([key, k]) => ({ key, label: relationTypeLabel(key), n: k })).sort((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1));
}

interface Choice { key: string; label: string; n: number }

function Checks({ title, all, on, set }: { title: string; all: Choice[]; on: string[]; set: (v: string[]) => void }) {
  const used = all.filter((c) => c.n > 0 || on.includes(c.key));
  if (used.length === 0) return null;
  const flip = (key: string) => set(on.includes(key) ? on.filter((k) => k !== key) : [...on, key]);
  return (
    <fieldset>
      <legend>{title}</legend>
      <div class="checks">
        {used.map((c) => (
          <label key={c.key}><input type="checkbox" checked={on.includes(c.key)} onChange={() => flip(c.key)} /> <span class="grow">{c.label}</span> <small>{c.n}</small></label>
        ))}
      </div>
    </fieldset>
  );
}

const iso = (t: number) => new Date(t).toISOString().slice(0, 10);
const bars = 40;

/** A histogram of when things happened, over two sliders. */
function Time({ all, f, set }: { all: Relation[]; f: Filters; set: (c: Partial<Filters>) => void }) {
  const spans = all.map(span).filter((s): s is [number, number] => s !== null);
  if (spans.length === 0) return null;
  const sorted = spans.map((s) => s[0]).sort((a, b) => a - b);
  const first = Math.floor(sorted[0] / dayMs) * dayMs;
  const last = Math.ceil(spans.reduce((m, s) => Math.max(m, s[1]), first) / dayMs) * dayMs;
  const days = Math.max(1, Math.round((last - first) / dayMs));
  const counts = new Array<number>(bars).fill(0);
  for (const s of spans) counts[Math.min(bars - 1, Math.floor(((s[0] - first) / (days * dayMs)) * bars))]++;
  const top = Math.max(...counts);
  const from = f.since ? Math.round((Date.parse(f.since) - first) / dayMs) : 0;
  const to = f.until ? Math.round((Date.parse(f.until) - first) / dayMs) : days;
  const lit = (i: number) => ((i + 1) / bars) * days > from && (i / bars) * days <= to;
  return (
    <fieldset class="time">
      <legend>When</legend>
      <svg viewBox={`0 0 ${bars * 6} 44`} role="img" aria-label={`Relations over time, ${date(iso(first))} to ${date(iso(last))}`} preserveAspectRatio="none">
        {counts.map((n, i) => <rect key={i} x={i * 6} width={5} y={44 - (n ? 4 + (n / top) * 40 : 0)} height={n ? 4 + (n / top) * 40 : 0} class={lit(i) ? 'lit' : ''} />)}
      </svg>
      <label>From <output>{date(iso(first + from * dayMs))}</output>
        <input type="range" min={0} max={days} value={from} onInput={(e) => { const v = Math.min(Number(e.currentTarget.value), to); set({ since: v <= 0 ? '' : iso(first + v * dayMs) }); }} />
      </label>
      <label>To <output>{date(iso(first + to * dayMs))}</output>
        <input type="range" min={0} max={days} value={to} onInput={(e) => { const v = Math.max(Number(e.currentTarget.value), from); set({ until: v >= days ? '' : iso(first + v * dayMs) }); }} />
      </label>
    </fieldset>
  );
}

function DocumentChoice({ value }: { value: string }) {
  const got = useAsk<{ documents: { nodes: DocumentHead[] } }>(q.documents, { first: 100 });
  const list = got.data?.documents.nodes ?? [];
  return (
    <label class="row">
      Document
      <select value={value} onChange={(e) => void filterByDocument(e.currentTarget.value)}>
        <option value="">any</option>
        {value && !list.some((d) => d.id === value) && <option value={value}>the chosen one</option>}
        {list.map((d) => <option key={d.id} value={d.id}>{titleOf(d).slice(0, 80)}</option>)}
      </select>
    </label>
  );
}

