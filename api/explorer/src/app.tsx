import { GraphView } from './graphview';
import { FilterBar } from './filters';
import { Help } from './help';
import { Drop } from './ingest';
import { PanelView } from './panel';
import { Search } from './search';
import { Start } from './start';
import { TableView } from './table';
import { Toolbar } from './toolbar';
import { needsToken, online, readOnly, setToken } from './gql';
import { load } from './boot';
import { attempt, clear } from './actions';
import * as model from './model';
import { busy, filtersOpen, open, panel, spoken, stats, toast, view } from './state';

export function App() {
  const empty = (model.version.value, model.shown.size === 0);
  return (
    <Drop>
      <header class="top">
        <a class="brand" href="/" aria-label="Dossier: begin anew" onClick={home}>
          <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
            <path d="M9 22 16 9l8 11" fill="none" stroke="currentColor" stroke-width="2" />
            <circle cx="9" cy="22" r="4" fill="#e0a43a" /><circle cx="16" cy="9" r="4" fill="#6aa9e0" /><circle cx="24" cy="20" r="4" fill="#d96f5e" />
          </svg>
          <span>Dossier</span>
        </a>
        <Search />
        <Toolbar />
      </header>
      <Banners />
      <main class={`desk${panel.value ? ' with-panel' : ''}${filtersOpen.value ? ' with-filters' : ''}`}>
        {filtersOpen.value && <FilterBar />}
        <section class="stage" aria-label={view.value === 'table' ? 'Table' : 'Graph'}>
          <GraphView hidden={view.value === 'table' || empty} />
          {view.value === 'table' && !empty && <TableView />}
          {empty && <Start />}
        </section>
        {panel.value && <PanelView />}
      </main>
      <div class={`progress${busy.value > 0 ? ' on' : ''}`} aria-hidden="true" />
      <div class="hidden" role="status" aria-live="polite">{spoken.value}</div>
      <Message />
      <Help />
    </Drop>
  );
}

function home(e: Event): void {
  e.preventDefault();
  clear();
  open(null);
}

function Message() {
  const t = toast.value;
  return (
    <div class="toasts" role={t?.tone === 'error' ? 'alert' : 'status'}>
      {t && (
        <div class={`toast ${t.tone}`}>
          <span>{t.text}</span>
          {t.action && <button type="button" onClick={() => { t.action!.run(); toast.value = null; }}>{t.action.label}</button>}
          <button type="button" class="quiet" aria-label="Dismiss" onClick={() => (toast.value = null)}>×</button>
        </div>
      )}
    </div>
  );
}

function Banners() {
  return (
    <>
      {!online.value && (
        <div class="banner error" role="alert">
          <span>The server does not answer. What you see stays. Start it again with <code>dossier serve</code>, then</span>
          <button type="button" onClick={() => void attempt(load)}>try again</button>
        </div>
      )}
      {readOnly.value && <div class="banner" role="status">This server is read-only: nothing can be added or judged here.</div>}
      {needsToken.value && <Token />}
      {stats.value && stats.value.documents === 0 && view.value === 'table' && <div class="banner">The graph is empty.</div>}
    </>
  );
}

function Token() {
  const enter = (e: SubmitEvent) => {
    e.preventDefault();
    const field = (e.currentTarget as HTMLFormElement).elements.namedItem('token') as HTMLInputElement;
    setToken(field.value.trim());
    void attempt(load);
  };
  return (
    <form class="banner" onSubmit={enter}>
      <label>This server asks for a token: <input name="token" type="password" autocomplete="off" required /></label>
      <button type="submit">Go on</button>
    </form>
  );
}
