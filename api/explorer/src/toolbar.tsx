import { useState } from 'preact/hooks';
import { attempt, clear, expand, findPath, hideSelected, pinSelected, relayout } from './actions';
import { save as download, type Format } from './export';
import { fillGraphiQL } from './graphiql';
import { theme, toggleTheme } from './looks';
import * as model from './model';
import { filtering, filters, filtersOpen, helpOpen, open, selected, view } from './state';

export function Toolbar() {
  void model.version.value;
  const lead = selected.value[selected.value.length - 1];
  const any = model.shown.size > 0;
  return (
    <div class="tools" role="toolbar" aria-label="Picture">
      <button type="button" disabled={!model.canUndo()} title="Undo (Ctrl+Z)" aria-label="Undo" onClick={() => model.undo()}>↶</button>
      <button type="button" disabled={!model.canRedo()} title="Redo (Ctrl+Shift+Z)" aria-label="Redo" onClick={() => model.redo()}>↷</button>
      <span class="split" />
      <button type="button" disabled={!lead} title="Show its neighbours (E)" onClick={() => void expand(lead)}>Expand</button>
      <button type="button" disabled={!lead} title="Hide (H)" onClick={hideSelected}>Hide</button>
      <button type="button" disabled={selected.value.length < 2} title="Shortest path between two selected (S)" onClick={() => void findPath()}>Path</button>
      <span class="split" />
      <button type="button" class={filtering(filters.value) ? 'on' : ''} aria-pressed={filtersOpen.value} title="Filters (I)" onClick={() => (filtersOpen.value = !filtersOpen.value)}>Filters</button>
      <button type="button" aria-pressed={view.value === 'table'} title="Table or picture (T)" onClick={() => (view.value = view.value === 'table' ? 'graph' : 'table')}>Table</button>
      <SaveMenu any={any} lead={lead} />
      <MoreMenu any={any} lead={lead} />
    </div>
  );
}

const formats: [Format, string][] = [
  ['png', 'Picture (PNG)'], ['svg', 'Picture (SVG)'], ['csv', 'Table (CSV)'], ['gexf', 'Graph for Gephi (GEXF)'], ['json', 'Data (JSON)'],
];

function SaveMenu({ any, lead }: { any: boolean; lead: string | undefined }) {
  const save = (f: Format, id?: string) => void attempt(() => download(f, id));
  return (
    <Menu label="Save">
      {(done) => (
        <>
          {formats.map(([f, words]) => <Item key={f} done={done} off={!any} run={() => save(f)}>{words}</Item>)}
          <hr />
          <Item done={done} off={!lead} run={() => save('dossier', lead)}>Printable dossier</Item>
          {!lead && <small class="hint">Select an entity to print its dossier.</small>}
        </>
      )}
    </Menu>
  );
}

function MoreMenu({ any, lead }: { any: boolean; lead: string | undefined }) {
  return (
    <Menu label="More">
      {(done) => (
        <>
          <Item done={done} off={!lead} run={pinSelected}>Pin or let go <kbd>P</kbd></Item>
          <Item done={done} off={!any} run={() => void relayout()}>Lay out anew <kbd>L</kbd></Item>
          <Item done={done} off={!any} run={clear}>Clear the picture</Item>
          <hr />
          <Item done={done} run={() => open({ kind: 'documents' })}>Documents</Item>
          <Item done={done} run={() => open({ kind: 'contradictions' })}>Contradictions</Item>
          <Item done={done} run={() => open({ kind: 'judgements' })}>Judgements</Item>
          <hr />
          <a role="menuitem" href="/graphiql" target="_blank" rel="noopener" onClick={fillGraphiQL}>Open in GraphiQL</a>
          <Item done={done} run={toggleTheme}>{theme.value === 'dark' ? 'Light' : 'Dark'} colours</Item>
          <Item done={done} run={() => (helpOpen.value = true)}>Keys <kbd>?</kbd></Item>
        </>
      )}
    </Menu>
  );
}

function Item({ run, done, off, children }: { run: () => void; done: () => void; off?: boolean; children: preact.ComponentChildren }) {
  return <button type="button" role="menuitem" disabled={off} onClick={() => { done(); run(); }}>{children}</button>;
}

/** A button with a menu under it, closed by Escape or a click elsewhere. */
function Menu({ label, children }: { label: string; children: (done: () => void) => preact.ComponentChildren }) {
  const [is, set] = useState(false);
  const key = (e: KeyboardEvent) => {
    const here = e.currentTarget as HTMLElement;
    const items = [...here.querySelectorAll<HTMLElement>('[role=menuitem]:not(:disabled)')];
    const at = items.indexOf(document.activeElement as HTMLElement);
    if (e.key === 'Escape' && is) {
      set(false);
      here.querySelector('button')?.focus();
    } else if (e.key === 'ArrowDown' && is) items[(at + 1) % items.length]?.focus();
    else if (e.key === 'ArrowUp' && is) items[(at + items.length - 1) % items.length]?.focus();
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  return (
    <div class="menu" onKeyDown={key} onFocusOut={(e) => { if (!e.currentTarget.contains(e.relatedTarget as Node)) set(false); }}>
      <button type="button" aria-haspopup="menu" aria-expanded={is} onClick={() => set(!is)}>{label} ▾</button>
      {is && <div role="menu" aria-label={label}>{children(() => set(false))}</div>}
    </div>
  );
}
