import { useState } from 'preact/hooks';
import { outline } from './bits';
import { lookOf, looks, theme, ink } from './looks';
import * as model from './model';

/** What shapes, colours and lines mean; only what the picture has. */
export function Legend() {
  const [openNow, setOpen] = useState(innerWidth > 760);
  void model.version.value;
  const used = new Set<string>();
  for (const id of model.shown.keys()) used.add(lookOf(model.entities.get(id)!.type).key);
  const c = ink[theme.value];
  if (model.shown.size === 0) return null;
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
          <li class="rule"><Line color={c.edge} width={1.5} />one source</li>
          <li><Line color={c.edge} width={4} />several independent sources</li>
          <li><Line color={c.edge} width={1.5} faint />alleged, planned or possible</li>
          <li><Line color={c.denied} width={1.8} dash />denied</li>
          <li><Line color={c.disputed} width={1.8} dash />said and denied</li>
        </ul>
      )}
    </div>
  );
}

export function Line({ color, width, dash, faint }: { color: string; width: number; dash?: boolean; faint?: boolean }) {
  return (
    <svg viewBox="0 0 26 10" width="26" height="10" aria-hidden="true">
      <line x1="1" y1="5" x2="25" y2="5" stroke={color} stroke-width={width} stroke-dasharray={dash ? '5 3' : undefined} opacity={faint ? 0.4 : 1} />
    </svg>
  );
}
