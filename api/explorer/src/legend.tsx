import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { outline } from './bits';
import { ink, lookOf, looks, theme, type Status } from './looks';
import * as model from './model';
import { documentRelations, filters } from './state';

const small = matchMedia('(max-width: 760px)');
const narrow = signal(small.matches);
small.addEventListener('change', () => (narrow.value = small.matches));

/** What shapes, colours and lines mean; only what the picture has. */
export function Legend() {
  const [chosen, setOpen] = useState<boolean | null>(null);
  const openNow = chosen ?? !narrow.value;
  void [model.version.value, filters.value, documentRelations.value];
  if (model.shown.size === 0) return null;
  const used = new Set<string>();
  for (const id of model.shown.keys()) used.add(lookOf(model.entities.get(id)!.type).key);
  const bonds = model.bonds();
  const has = (s: Status) => bonds.some((b) => b.status === s);
  const c = ink[theme.value];
  return (
    <div class="legend">
      <button type="button" class="quiet" aria-expanded={openNow} onClick={() => setOpen(!openNow)}>Legend</button>
      {openNow && (
        <ul>
          {looks.filter((l) => used.has(l.key)).map((l) => (
            <li key={l.key}>
              <svg viewBox="0 0 16 16" width="13" height="13" aria-hidden="true"><path d={outline(l.shape)} fill={l[theme.value]} /></svg>
              {l.label}
            </li>
          ))}
          {bonds.some((b) => b.sources === 1) && <li><Line color={c.edge} width={1.5} />one source</li>}
          {bonds.some((b) => b.sources > 1) && <li><Line color={c.edge} width={4} />several independent sources</li>}
          {has('soft') && <li><Line color={c.edge} width={1.5} faint />alleged, planned or possible</li>}
          {has('denied') && <li><Line color={c.denied} width={1.8} dash />denied</li>}
          {has('disputed') && <li><Line color={c.disputed} width={1.8} dash />said and denied</li>}
        </ul>
      )}
    </div>
  );
}

function Line({ color, width, dash, faint }: { color: string; width: number; dash?: boolean; faint?: boolean }) {
  return (
    <svg viewBox="0 0 26 10" width="26" height="10" aria-hidden="true">
      <line x1="1" y1="5" x2="25" y2="5" stroke={color} stroke-width={width} stroke-dasharray={dash ? '5 3' : undefined} opacity={faint ? 0.4 : 1} />
    </svg>
  );
}
