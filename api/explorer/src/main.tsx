import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app';
import { attempt } from './actions';
import { load } from './boot';
import { theme } from './looks';
import * as model from './model';
import { filters, panel, selected, view } from './state';
import * as url from './url';
import { oneLine } from './words';

effect(() => {
  document.documentElement.dataset.theme = theme.value;
});

// Tabs and the back button tell views apart by their titles.
effect(() => {
  void model.version.value;
  const p = panel.value;
  const name = p?.kind === 'entity' ? model.entities.get(p.id)?.name : undefined;
  document.title = name ? `${oneLine(name)} – Dossier` : 'Dossier';
});

render(<App />, document.getElementById('app')!);

let ready = false;

void attempt(async () => {
  await load();
  if (location.hash.length > 1) await url.restore(location.hash);
  url.taken();
  ready = true;
});

effect(() => {
  void [model.version.value, panel.value, filters.value, view.value, selected.value, model.pathRelations.value];
  if (ready) url.save();
});

window.addEventListener('popstate', () => {
  void attempt(async () => {
    await url.restore(location.hash);
    url.taken();
  });
});
