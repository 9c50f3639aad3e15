import { useState } from 'preact/hooks';
import { choose } from './actions';
import { Glyph, Name } from './bits';
import * as model from './model';
import { documentRelations, filters, open, selected } from './state';
import type { Entity, Relation } from './types';
import { date, modalityLabel, period, plural, typeLabel } from './words';

interface Column<T> { key: string; title: string; value: (row: T) => string | number; cell?: (row: T) => preact.ComponentChildren; number?: boolean }

/** The picture as two tables. */
export function TableView() {
  void [model.version.value, filters.value, documentRelations.value];
  const bonds = model.bonds();
  const rows = bonds.flatMap((b) => b.relations);
  const degree = new Map<string, number>();
  for (const r of rows) for (const id of [r.subject.id, r.object!.id]) degree.set(id, (degree.get(id) ?? 0) + 1);
  const es = [...model.shown.keys()].map((id) => model.entities.get(id)!);
  const name = (id: string) => model.entities.get(id)?.name ?? '';
  const relationColumns: Column<Relation>[] = [
    { key: 'subject', title: 'Who', value: (r) => name(r.subject.id), cell: (r) => <Who id={r.subject.id} /> },
    { key: 'label', title: 'Relation', value: (r) => r.label, cell: (r) => <button type="button" class="link" onClick={() => open({ kind: 'relation', id: r.id })}>{r.label}</button> },
    { key: 'object', title: 'Whom', value: (r) => name(r.object!.id), cell: (r) => <Who id={r.object!.id} /> },
    { key: 'sources', title: 'Sources', value: (r) => r.independentSourceCount, number: true },
    { key: 'documents', title: 'Documents', value: (r) => r.documentCount, number: true },
    { key: 'modality', title: 'How firmly', value: (r) => (r.supportingCount ? modalityLabel(r.modality) : 'denied') },
    { key: 'denials', title: 'Denials', value: (r) => r.contradictingCount, cell: (r) => r.contradictingCount || '', number: true },
    { key: 'time', title: 'When', value: (r) => r.firstTime ?? r.firstSeen ?? '', cell: (r) => (r.firstTime ? period(r.firstTime, r.lastTime) : date(r.firstSeen)) },
  ];
  const entityColumns: Column<Entity>[] = [
    { key: 'name', title: 'Name', value: (e) => e.name, cell: (e) => <Who id={e.id} /> },
    { key: 'type', title: 'Type', value: (e) => typeLabel(e.type) },
    { key: 'shown', title: 'Relations shown', value: (e) => degree.get(e.id) ?? 0, number: true },
    { key: 'all', title: 'All relations', value: (e) => e.relationCount, number: true },
    { key: 'documents', title: 'Documents', value: (e) => e.documentCount, number: true },
  ];
  return (
    <div class="tables" tabIndex={0} role="region" aria-label="What the picture shows">
      <Sorted caption={plural(rows.length, 'relation')} columns={relationColumns} rows={rows} id={(r) => r.id} start="sources" />
      <Sorted caption={plural(es.length, 'entity', 'entities')} columns={entityColumns} rows={es} id={(e) => e.id} start="shown" marked={(e) => selected.value.includes(e.id)} />
    </div>
  );
}

function Who({ id }: { id: string }) {
  const e = model.entities.get(id)!;
  return <button type="button" class="link entity" onClick={() => choose(id)}><Glyph type={e.type} size={12} /><Name text={e.name} most={120} /></button>;
}

const step = 200;

function Sorted<T>({ caption, columns, rows, id, start, marked }: { caption: string; columns: Column<T>[]; rows: T[]; id: (r: T) => string; start: string; marked?: (r: T) => boolean }) {
  const [by, setBy] = useState(start);
  const [down, setDown] = useState(true);
  const [most, setMost] = useState(step);
  const column = columns.find((c) => c.key === by)!;
  const sorted = [...rows].sort((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y), 'en');
    return (down ? -order : order) || (id(a) < id(b) ? -1 : 1);
  });
  const sort = (c: Column<T>) => {
    setDown(c.key === by ? !down : !!c.number);
    setBy(c.key);
  };
  return (
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map((c) => (
            <th key={c.key} scope="col" class={c.number ? 'number' : ''} aria-sort={c.key === by ? (down ? 'descending' : 'ascending') : undefined}>
              <button type="button" onClick={() => sort(c)}>{c.title}<span aria-hidden="true">{c.key === by ? (down ? ' ↓' : ' ↑') : ''}</span></button>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sorted.slice(0, most).map((r) => (
          <tr key={id(r)} class={marked?.(r) ? 'marked' : ''}>
            {columns.map((c) => <td key={c.key} class={c.number ? 'number' : ''}>{c.cell ? c.cell(r) : c.value(r)}</td>)}
          </tr>
        ))}
      </tbody>
      {sorted.length > most && <tfoot><tr><td colSpan={columns.length}><button type="button" onClick={() => setMost(most + step)}>Show more ({sorted.length - most} left)</button></td></tr></tfoot>}
    </table>
  );
}
