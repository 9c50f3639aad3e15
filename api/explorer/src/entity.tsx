import { useEffect, useState } from 'preact/hooks';
import { expand } from './actions';
import { AddButton, DocumentLine, Glyph, More, Name, Outside, Waiting } from './bits';
import { ClaimCard, grouped } from './claimcard';
import { useAsk, usePages, type Pages } from './hooks';
import { Lookalikes } from './judge';
import * as model from './model';
import { q } from './queries';
import { RelationLine } from './relation';
import { fetchTexts } from './texts';
import type { Claim, DocumentHead, Entity, ID, Page, Relation } from './types';
import { date, period, plural, typeLabel } from './words';

type Full = Entity & {
  claimCount: number;
  description: string | null;
  firstSeen: string | null;
  lastSeen: string | null;
  aliases: { name: string; documentCount: number }[];
  externalIds: { scheme: string; value: string; url: string | null }[];
  relations: Page<Relation>;
};

const tabs = ['Relations', 'Timeline', 'Documents', 'Identity'] as const;
type Tab = (typeof tabs)[number];

export function EntityPanel({ id }: { id: ID }) {
  const [tab, setTab] = useState<Tab>('Relations');
  const got = usePages<{ node: Full | null }, Relation>(q.entity, { id }, (d) => d.node?.relations);
  const e = got.data?.node;
  if (!e?.id) return got.data ? <p class="fault">This entity is gone; it may have been joined with another.</p> : <Waiting error={got.error} />;
  const others = e.aliases.filter((a) => a.name !== e.name);
  return (
    <>
      <h2 tabIndex={-1}><Name text={e.name} /></h2>
      <p class="kind"><Glyph type={e.type} /> {typeLabel(e.type)}{e.description && <> · <Name text={e.description} /></>}</p>
      <ul class="facts">
        <li><b>{e.documentCount}</b> {e.documentCount === 1 ? 'document' : 'documents'}</li>
        <li><b>{e.relationCount}</b> {e.relationCount === 1 ? 'relation' : 'relations'}</li>
        {e.firstSeen && <li>in the news {period(e.firstSeen, e.lastSeen)}</li>}
      </ul>
      {others.length > 0 && <p class="aliases">Also: {others.slice(0, 12).map((a, i) => <span key={a.name}>{i > 0 && ', '}<Name text={a.name} most={80} /></span>)}</p>}
      {e.externalIds.length > 0 && (
        <p class="aliases">{e.externalIds.map((x) => <span key={x.scheme + x.value} class="ext"><Name text={x.scheme} /> <Outside url={x.url ?? x.value} text={x.value} /></span>)}</p>
      )}
      <p class="actions">
        <AddButton e={e} />
        {model.shown.has(id) && <button type="button" onClick={() => void expand(id)}>Expand <kbd>E</kbd></button>}
      </p>
      <Tabs tab={tab} set={setTab} />
      <div role="tabpanel" id="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === 'Relations' && <Relations id={id} pages={got} />}
        {tab === 'Timeline' && <Timeline id={id} />}
        {tab === 'Documents' && <Documents id={id} />}
        {tab === 'Identity' && <Identity id={id} name={e.name} />}
      </div>
    </>
  );
}

function Tabs({ tab, set }: { tab: Tab; set: (t: Tab) => void }) {
  const key = (e: KeyboardEvent) => {
    const by = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0;
    if (!by) return;
    e.preventDefault();
    const next = tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length];
    set(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="About this entity" onKeyDown={key}>
      {tabs.map((t) => (
        <button key={t} type="button" role="tab" id={`tab-${t}`} aria-controls="tabpanel" aria-selected={t === tab} tabIndex={t === tab ? 0 : -1} onClick={() => set(t)}>{t}</button>
      ))}
    </div>
  );
}

function Relations({ id, pages }: { id: ID; pages: Pages<unknown, Relation> }) {
  if (pages.list?.length === 0) return <p class="note">No statement of a known kind relates it to anything.</p>;
  return (
    <>
      <ul class="plain">{pages.list?.map((r) => <li key={r.id}><RelationLine r={r} from={id} /></li>)}</ul>
      <More pages={pages} />
    </>
  );
}

function Timeline({ id }: { id: ID }) {
  const got = usePages<{ node: { timeline: Page<Claim> } | null }, Claim>(q.timeline, { id }, (d) => d.node?.timeline);
  const list = got.list;
  useEffect(() => {
    if (list) void fetchTexts(list.map((c) => c.evidence.document.id)).catch(() => {});
  }, [list]);
  if (!list) return <Waiting error={got.error} />;
  if (list.length === 0) return <p class="note">Nothing is said of it.</p>;
  return (
    <>
      <ol class="timeline">
        {grouped(list).map(([c, ...also]) => (
          <li key={c.id}>
            <h3>{c.time?.start ? period(c.time.start, c.time.end) : 'No date given'}</h3>
            <ClaimCard claim={c} also={also} />
          </li>
        ))}
      </ol>
      <More pages={got} />
    </>
  );
}

function Documents({ id }: { id: ID }) {
  const got = usePages<{ node: { documents: Page<DocumentHead> } | null }, DocumentHead>(q.entityDocuments, { id }, (d) => d.node?.documents);
  if (!got.list) return <Waiting error={got.error} />;
  return (
    <>
      <ul class="plain lines">{got.list.map((d) => <li key={d.id}><DocumentLine d={d} /></li>)}</ul>
      <More pages={got} />
    </>
  );
}

interface Link { left: string; right: string; rule: string; score: number; judgement: { id: ID; verdict: string; by: string; at: string } | null }

/** The words of one end of a link: a name, an id, or the profile of a document. */
function endWords(end: string): string {
  const [family, kind, ...rest] = end.split('/');
  const text = rest.join('/');
  if (family === 'id' && text) return `${kind} ${text}`;
  if (family === 'profile') return 'a description in one document';
  if (kind === 'acronym' && text) return `“${text.toUpperCase()}”`;
  return text ? `“${text}”` : end;
}

/** Links alike in all that is shown are one line with their number. */
function sameLinks(links: Link[]): { link: Link; n: number }[] {
  const out = new Map<string, { link: Link; n: number }>();
  for (const link of links) {
    const key = [endWords(link.left), endWords(link.right), link.rule, link.judgement?.id ?? ''].join('\n');
    const there = out.get(key);
    if (there) there.n++;
    else out.set(key, { link, n: 1 });
  }
  return [...out.values()];
}

/** Why its mentions are one entity, and what else it may be. */
function Identity({ id, name }: { id: ID; name: string }) {
  const got = useAsk<{ node: { identity: Link[] } | null }>(q.identity, { id });
  const links = got.data?.node?.identity;
  const lines = sameLinks(links ?? []);
  return (
    <>
      <h3>May be the same</h3>
      <Lookalikes id={id} name={name} />
      <h3>Why this is one entity</h3>
      {!links && <Waiting error={got.error} />}
      {links?.length === 0 && <p class="note">It is named one way only; nothing had to be joined.</p>}
      <ul class="plain lines">
        {lines.slice(0, 60).map(({ link: l, n }, i) => (
          <li key={i}>
            <Name text={endWords(l.left)} most={120} /> = <Name text={endWords(l.right)} most={120} />{n > 1 && ` (${n} times)`}
            <small>{l.judgement ? `judged ${l.judgement.verdict.toLowerCase()} by ${l.judgement.by}, ${date(l.judgement.at)}` : `${l.rule} · score ${l.score.toFixed(2)}`}</small>
          </li>
        ))}
      </ul>
      {lines.length > 60 && <p class="note">{plural(lines.length - 60, 'more link')}.</p>}
    </>
  );
}
