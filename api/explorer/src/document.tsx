import { useEffect, useRef, useState } from 'preact/hooks';
import { attempt, filterByDocument, startDocument } from './actions';
import { Name, Outside, Waiting } from './bits';
import { cut, type Mark } from './bytes';
import { lookOf } from './looks';
import { filters, open } from './state';
import { arrived, fetchTexts, openingOf, textOf, type Kept } from './texts';
import type { ID, Mention, Region } from './types';
import { date, titleOf } from './words';

/** The whole text, with what is named in it, and the evidence that was asked for. */
export function DocumentPanel({ id, start, end }: { id: ID; start?: number; end?: number }) {
  void arrived.value;
  const kept = textOf(id);
  const box = useRef<HTMLDivElement>(null);
  const [gone, setGone] = useState(false);
  useEffect(() => {
    if (!kept) void attempt(() => fetchTexts([id])).then(() => setGone(!textOf(id)));
  }, [id, kept]);
  useEffect(() => {
    if (kept && start !== undefined) box.current?.querySelector('mark.evidence')?.scrollIntoView({ block: 'center' });
  }, [kept, start, end]);
  if (!kept) return gone ? <p class="fault">This document cannot be shown; it may have been retracted.</p> : <Waiting />;
  const d = kept.doc;
  const only = filters.value.document === id;
  return (
    <div ref={box}>
      <h2 tabIndex={-1} class={d.regions.some((r) => r.kind === 'TITLE') ? 'hidden' : ''}><Name text={titleOf(d, openingOf(id))} /></h2>
      <p class="kind">
        {d.publisher && <b><Name text={d.publisher} /></b>}
        {d.authors.length > 0 && <> · <Name text={d.authors.join(', ')} /></>}
        {d.published && <> · <time dateTime={d.published}>{date(d.published)}</time></>}
      </p>
      <p class="kind"><Outside url={d.url} /></p>
      <p class="actions">
        <button type="button" onClick={() => void startDocument(id)}>Add its entities</button>
        <button type="button" aria-pressed={only} onClick={() => void filterByDocument(only ? '' : id)}>{only ? 'Show all relations' : 'Only its relations'}</button>
      </p>
      <div class="text" dir="auto"><Body kept={kept} start={start} end={end} /></div>
    </div>
  );
}

const aside = new Set(['COMMENT', 'ADVERT', 'NAVIGATION', 'RELATED', 'CAPTION', 'BYLINE']);
const regionWords: Record<string, string> = { COMMENT: 'comment', ADVERT: 'advertisement', NAVIGATION: 'navigation', RELATED: 'related story', CAPTION: 'caption', BYLINE: 'byline' };

/** Regions in text order; what no region covers counts as body. */
function regionsOf(k: Kept): Region[] {
  const out: Region[] = [];
  let at = 0;
  for (const r of [...k.doc.regions].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const start = Math.max(r.start, at);
    if (r.end <= start) continue;
    if (start > at) out.push({ kind: 'BODY', start: at, end: start });
    out.push({ kind: r.kind, start, end: r.end });
    at = r.end;
  }
  if (at < k.text.length) out.push({ kind: 'BODY', start: at, end: k.text.length });
  return out;
}

function Body({ kept, start, end }: { kept: Kept; start?: number; end?: number }) {
  const marks: Mark<Mention>[] = kept.doc.mentions.filter((m) => m.entity).map((m) => ({ start: m.start, end: m.end, what: m }));
  return (
    <>
      {regionsOf(kept).map((r) => (
        <section key={r.start} class={`region ${r.kind.toLowerCase()}${aside.has(r.kind) ? ' dim' : ''}`} aria-label={regionWords[r.kind]}>
          {aside.has(r.kind) && <small class="region-name">{regionWords[r.kind]}</small>}
          {[...kept.text.lines(r.start, r.end)].map(([a, b]) => (
            <p key={a}><Line kept={kept} a={a} b={b} marks={marks} start={start} end={end} /></p>
          ))}
        </section>
      ))}
    </>
  );
}

interface LineProps { kept: Kept; a: number; b: number; marks: Mark<Mention>[]; start?: number; end?: number }

/** A line in up to three parts: before, inside and after the evidence. */
function Line({ kept, a, b, marks, start, end }: LineProps) {
  const from = start === undefined ? b : Math.min(Math.max(start, a), b);
  const to = end === undefined ? b : Math.min(Math.max(end, from), b);
  const part = (x: number, y: number) => cut(x, y, marks).map((s) => (s.what ? <MentionMark key={s.start} m={s.what} text={kept.text.slice(s.start, s.end)} /> : kept.text.slice(s.start, s.end)));
  if (from >= to) return <>{part(a, b)}</>;
  return (
    <>
      {part(a, from)}
      <mark class="evidence">{part(from, to)}</mark>
      {part(to, b)}
    </>
  );
}

function MentionMark({ m, text }: { m: Mention; text: string }) {
  const look = lookOf(m.entity!.type);
  // A link breaks across lines, a button does not; opened in a tab of its own it shows the entity there.
  const go = (e: MouseEvent) => {
    if (e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    open({ kind: 'entity', id: m.entity!.id });
  };
  return (
    <a class={`mention m-${look.key} ${m.kind}`} href={`#p=entity~${m.entity!.id}`} title={m.entity!.name} onClick={go}>{text}</a>
  );
}
