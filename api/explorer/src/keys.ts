// The keyboard. Keys of the picture work while it has the focus; a few work
// wherever no text is typed.

import { choose, clear, expand, findPath, hideSelected, pinSelected, relayout } from './actions';
import { fit, canvas } from './graphview';
import * as model from './model';
import { filtersOpen, helpOpen, open, panel, selected, spoken, view } from './state';

export function onCanvasKey(e: KeyboardEvent): void {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  const at = selected.value[selected.value.length - 1];
  switch (e.key) {
    case 'ArrowLeft': case 'ArrowRight': case 'ArrowUp': case 'ArrowDown':
      step(at, e.key, e.shiftKey);
      break;
    case 'Enter':
      if (at) {
        open({ kind: 'entity', id: at });
        requestAnimationFrame(() => document.querySelector<HTMLElement>('.panel h2')?.focus());
      } else step(undefined, 'ArrowRight', false);
      break;
    case '+': case '=':
      void canvas?.sigma.getCamera().animatedZoom({ duration: 120 });
      break;
    case '-':
      void canvas?.sigma.getCamera().animatedUnzoom({ duration: 120 });
      break;
    default:
      return;
  }
  e.preventDefault();
}

/** Moves the selection to the nearest entity in a direction. */
function step(from: string | undefined, key: string, also: boolean): void {
  const here = from ? model.shown.get(from) : undefined;
  if (!here) {
    const first = [...model.shown.keys()][0];
    if (first) choose(first);
    return;
  }
  const [ux, uy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[key]!;
  let best = '';
  let least = Infinity;
  for (const [id, s] of model.shown) {
    if (id === from) continue;
    const along = (s.x - here.x) * ux + (s.y - here.y) * uy;
    const across = Math.abs((s.x - here.x) * uy) + Math.abs((s.y - here.y) * ux);
    if (along <= 0) continue;
    const cost = along + 2 * across;
    if (cost < least) [best, least] = [id, cost];
  }
  if (!best) return;
  choose(best, also);
  const e = model.entities.get(best);
  spoken.value = e ? `${e.name}, ${e.type}` : '';
}

const typing = (t: EventTarget | null) => t instanceof HTMLElement && (t.matches('input:not([type=radio], [type=checkbox], [type=range], [type=file]), textarea, select') || t.isContentEditable);

export function onPageKey(e: KeyboardEvent): void {
  const meta = e.ctrlKey || e.metaKey;
  if (typing(e.target) || e.defaultPrevented) return;
  const at = selected.value[selected.value.length - 1];
  if (meta && e.key.toLowerCase() === 'z') {
    if (e.shiftKey ? model.redo() : model.undo()) e.preventDefault();
    return;
  }
  if (meta && e.key.toLowerCase() === 'y') {
    if (model.redo()) e.preventDefault();
    return;
  }
  if (meta || e.altKey) return;
  const act: Record<string, () => void> = {
    '/': () => document.getElementById('search')?.focus(),
    '?': () => (helpOpen.value = !helpOpen.value),
    e: () => at && void expand(at),
    h: hideSelected,
    Delete: hideSelected,
    f: () => fit(true),
    p: pinSelected,
    l: () => void relayout(),
    s: () => void findPath(),
    t: () => (view.value = view.value === 'table' ? 'graph' : 'table'),
    i: () => (filtersOpen.value = !filtersOpen.value),
    Escape: () => {
      if (helpOpen.value) helpOpen.value = false;
      else if (panel.value) {
        open(null);
        document.querySelector<HTMLElement>('.canvas')?.focus();
      } else selected.value = [];
    },
    X: clear,
  };
  const run = act[e.key] ?? (e.shiftKey ? undefined : act[e.key.toLowerCase()]);
  if (!run) return;
  e.preventDefault();
  run();
}
window.addEventListener('keydown', onPageKey);
