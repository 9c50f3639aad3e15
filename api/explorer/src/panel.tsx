import { useEffect, useRef } from 'preact/hooks';
import { Contradictions } from './contradictions';
import { DocumentPanel } from './document';
import { EntityPanel } from './entity';
import { Judgements } from './judgements';
import { Documents } from './documents';
import { PairPanel, RelationPanel } from './relation';
import { open, panel } from './state';

/** The side panel: whatever is being looked at. */
export function PanelView() {
  const p = panel.value!;
  const box = useRef<HTMLElement>(null);
  const key = 'id' in p ? p.kind + p.id : p.kind;
  useEffect(() => {
    if (p.kind !== 'document' || p.start === undefined) box.current?.scrollTo(0, 0);
    // After a step by keyboard the reader goes on in the panel.
    if (document.activeElement === document.body || document.activeElement === null) box.current?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
  }, [key]);
  return (
    <aside class={`panel p-${p.kind}`} ref={box} aria-label="Details" tabIndex={-1}>
      <div class="panel-bar">
        <button type="button" class="quiet" onClick={() => history.back()} title="Back" aria-label="Back">←</button>
        <button type="button" class="quiet" onClick={() => open(null)} title="Close (Esc)" aria-label="Close panel">×</button>
      </div>
      {p.kind === 'entity' && <EntityPanel key={p.id} id={p.id} />}
      {p.kind === 'relation' && <RelationPanel key={p.id} id={p.id} />}
      {p.kind === 'pair' && <PairPanel key={p.a + p.b} a={p.a} b={p.b} />}
      {p.kind === 'document' && <DocumentPanel key={p.id} id={p.id} start={p.start} end={p.end} />}
      {p.kind === 'contradictions' && <Contradictions />}
      {p.kind === 'judgements' && <Judgements />}
      {p.kind === 'documents' && <Documents />}
    </aside>
  );
}
