import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, aborted, messageOf } from './gql';
import { stage, visit } from './actions';
import { Glyph, Name } from './bits';
import { q } from './queries';
import { open, tell } from './state';
import type { DocumentHead, Entity, ID, Named } from './types';
import { date, plural, titleOf, typeLabel } from './words';

interface Hit {
  kind: 'ENTITY' | 'DOCUMENT' | 'CLAIM';
  snippet: string;
  entity: Entity | null;
  document: DocumentHead | null;
  claim: {
    id: ID; subject: Named | null; object: Named | null; subjectText: string | null; predicate: string; objectText: string | null;
    relation: { id: ID } | null; evidence: { start: number; end: number; document: DocumentHead };
  } | null;
}

/** The search box: a combobox whose list comes from the server while typing. */
export function Search() {
  const [text, setText] = useState('');
  const [hits, setHits] = useState<Hit[]>([]);
  const [at, setAt] = useState(-1);
  const [shut, setShut] = useState(true);
  const [asked, setAsked] = useState('');
  const box = useRef<HTMLInputElement>(null);
  const eager = useRef(false); // Enter was pressed before the answer came

  useEffect(() => {
    const words = text.trim();
    if (!words) {
      setHits([]);
      setAsked('');
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      ask<{ search: { nodes: Hit[] } }>(q.search, { query: words.slice(0, 200) }, stop.signal).then(
        (got) => {
          const found = got.search.nodes.filter((h) => h.entity || h.document || h.claim);
          setHits(found);
          setAt(0);
          setAsked(words);
          if (eager.current) pick(found[0]);
          eager.current = false;
        },
        (e) => aborted(e) || tell(messageOf(e), 'error'),
      );
    }, 90);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);

  const pick = (h: Hit | undefined) => {
    if (!h) return;
    setShut(true);
    setText('');
    if (h.entity) void visit(h.entity).then(stage.focus);
    else if (h.document) open({ kind: 'document', id: h.document.id });
    else if (h.claim?.relation) open({ kind: 'relation', id: h.claim.relation.id });
    else if (h.claim) open({ kind: 'document', id: h.claim.evidence.document.id, start: h.claim.evidence.start, end: h.claim.evidence.end });
    box.current?.blur();
  };
  const onKey = (e: KeyboardEvent) => {
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault();
      setShut(false);
      if (hits.length) setAt((at + (e.key === 'ArrowDown' ? 1 : hits.length - 1)) % hits.length);
    } else if (e.key === 'Enter' && !shut) {
      e.preventDefault();
      if (asked === text.trim()) pick(hits[Math.max(0, at)]);
      else eager.current = true;
    } else if (e.key === 'Escape') {
      if (shut) box.current?.blur();
      setShut(true);
    }
  };
  const listed = !shut && asked !== '';
  return (
    <div class="search">
      <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true"><circle cx="8.5" cy="8.5" r="5.5" fill="none" stroke="currentColor" stroke-width="1.8" /><path d="m13 13 4.5 4.5" stroke="currentColor" stroke-width="1.8" /></svg>
      <input
        ref={box} id="search" type="text" role="combobox" aria-label="Search names, documents and statements" aria-expanded={listed && hits.length > 0}
        aria-controls="hits" aria-autocomplete="list" aria-activedescendant={listed && hits.length ? `hit-${at}` : undefined}
        placeholder="Search a name, a company, a document …" autocomplete="off" spellcheck={false} maxLength={200} value={text}
        onInput={(e) => { eager.current = false; setText(e.currentTarget.value); setShut(false); }} onKeyDown={onKey}
        onFocus={() => setShut(false)} onBlur={() => setShut(true)}
      />
      <kbd aria-hidden="true">/</kbd>
      <ul id="hits" role="listbox" aria-label="Results" hidden={!listed || hits.length === 0}>
        {hits.map((h, i) => (
          <li
            key={`${h.kind}${h.entity?.id ?? h.document?.id ?? h.claim?.id}`} id={`hit-${i}`} role="option" aria-selected={i === at}
            onMouseDown={(e) => { e.preventDefault(); pick(h); }} onMouseEnter={() => setAt(i)}
          >
            <HitLine hit={h} />
          </li>
        ))}
      </ul>
      {listed && hits.length === 0 && <div class="none" role="status">Nothing matches.</div>}
    </div>
  );
}

function HitLine({ hit }: { hit: Hit }) {
  if (hit.entity) {
    return (
      <>
        <Glyph type={hit.entity.type} />
        <span class="grow clip"><Name text={hit.entity.name} /></span>
        <small>{typeLabel(hit.entity.type)} · {plural(hit.entity.documentCount, 'document')}</small>
      </>
    );
  }
  const d = hit.document ?? hit.claim!.evidence.document;
  const what = hit.document ? titleOf(d) : hit.snippet;
  return (
    <>
      <span class="sheet" aria-hidden="true">{hit.document ? '▤' : '❝'}</span>
      <span class="grow clip"><Name text={what} /></span>
      <small class="clip"><Name text={d.publisher ?? (hit.document ? 'document' : 'statement')} />{d.published ? ` · ${date(d.published)}` : ''}</small>
    </>
  );
}
