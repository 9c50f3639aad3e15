import { DocumentLine, Name, Outside } from './bits';
import { Quote } from './quote';
import type { Claim } from './types';
import { date, modalityLabel, plural } from './words';

/** Who says it, how firmly, and when it happened. */
export function ClaimCard({ claim, also = [], heading }: { claim: Claim; also?: Claim[]; heading?: preact.ComponentChildren }) {
  const c = claim;
  const speakers = c.attributionChain;
  return (
    <article class="claim">
      {heading}
      <Quote claim={c} />
      <p class="tags">
        {c.polarity === 'DENIED' && <span class="tag denied">denied</span>}
        {c.modality !== 'ASSERTED' && <span class="tag">{modalityLabel(c.modality)}</span>}
        {c.time && <span class="tag" title={c.time.text}>{c.time.start ? when(c) : <Name text={c.time.text} most={60} />}</span>}
        {c.score < 0.5 && <span class="tag weak" title={`score ${c.score.toFixed(2)}`}>uncertain reading</span>}
      </p>
      {speakers.length > 0 && (
        <p class="said">
          {speakers.map((s, i) => (
            <span key={i}>
              {i > 0 && ', as told by '}
              {i === 0 && 'According to '}
              <Name text={s.speaker?.name ?? s.text} most={120} />
              {s.channel && <> in <Name text={s.channel} most={60} /></>}
            </span>
          ))}
        </p>
      )}
      <p class="source">
        <DocumentLine d={c.evidence.document} at={[c.evidence.start, c.evidence.end]} />
        {c.evidence.line !== null && <small> row {c.evidence.line}</small>}
        <Outside url={c.evidence.document.url} text="original" />
      </p>
      {also.length > 0 && (
        <details class="copies">
          <summary>The same statement in {plural(also.length, 'more document')}: one source</summary>
          <ul>{also.map((o) => <li key={o.id}><DocumentLine d={o.evidence.document} at={[o.evidence.start, o.evidence.end]} /></li>)}</ul>
        </details>
      )}
    </article>
  );
}

function when(c: Claim): string {
  const t = c.time!;
  const from = date(t.start);
  const to = date(t.end);
  return to && to !== from ? `${from} – ${to}` : from;
}

/** Claims with one statement together: the first stands for all. */
export function grouped(claims: Claim[]): Claim[][] {
  const out = new Map<string, Claim[]>();
  for (const c of claims) {
    const key = c.utterance ? `u${c.utterance.id}` : c.id;
    const there = out.get(key);
    if (there) there.push(c);
    else out.set(key, [c]);
  }
  return [...out.values()];
}
